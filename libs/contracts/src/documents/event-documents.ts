import type { EventContract } from '../define-event';
import { eventSchema, type JsonSchema } from './event-schema';
import { incompatibilities } from './incompatibilities';

/** File name of a frozen schema in `libs/contracts/schemas`. */
export const schemaFile = (type: string): string => `${type}.json`;

/** The content of `libs/contracts/schemas`, by file name. */
export function schemaFiles(catalogue: readonly EventContract[]): Map<string, JsonSchema> {
  return new Map(catalogue.map((event) => [schemaFile(event.type), eventSchema(event)]));
}

/**
 * What in the catalogue breaks consumers of the frozen schemas.
 * @param frozen parsed content of the published files, by file name
 */
export function catalogueFaults(catalogue: readonly EventContract[], frozen: ReadonlyMap<string, JsonSchema>): string[] {
  const present = schemaFiles(catalogue);
  const duplicates = catalogue.map((event) => event.type).filter((type, index, types) => types.indexOf(type) !== index);
  return [
    ...duplicates.map((type) => `${type} is declared twice`),
    ...[...frozen].flatMap(([file, before]) => {
      const now = present.get(file);
      return now ? incompatibilities(before, now).map((fault) => `${file}: ${fault}`) : [`${file}: the event was removed`];
    }),
  ];
}
