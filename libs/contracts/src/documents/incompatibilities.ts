import type { JsonSchema } from './event-schema';

const annotations = new Set(['$schema', '$id', 'title', 'description', 'examples', 'default']);

/**
 * What in the present schema of an event breaks a consumer of the frozen one. Only an added optional field breaks nobody; for
 * anything else the event needs a new version of its type.
 * @returns one line per fault, with the path of the field; empty when compatible
 */
export function incompatibilities(frozen: JsonSchema, present: JsonSchema, path = 'data'): string[] {
  const faults: string[] = [];
  const keywords = new Set([...Object.keys(frozen), ...Object.keys(present)].filter((keyword) => !annotations.has(keyword)));
  for (const keyword of keywords) {
    if (keyword === 'properties') faults.push(...propertyFaults(frozen, present, path));
    else if (keyword === 'required') faults.push(...requiredFaults(frozen, present, path));
    else faults.push(...valueFaults(frozen[keyword], present[keyword], keyword, path));
  }
  return faults;
}

function propertyFaults(frozen: JsonSchema, present: JsonSchema, path: string): string[] {
  const before = propertiesOf(frozen);
  const now = propertiesOf(present);
  return Object.entries(before).flatMap(([name, schema]) => {
    const counterpart = now[name];
    return counterpart ? incompatibilities(schema, counterpart, `${path}.${name}`) : [`${path}.${name} was removed`];
  });
}

function requiredFaults(frozen: JsonSchema, present: JsonSchema, path: string): string[] {
  const [before, now] = [requiredOf(frozen), requiredOf(present)];
  return [
    ...[...now].filter((name) => !before.has(name)).map((name) => `${path}.${name} is required and was not`),
    ...[...before].filter((name) => !now.has(name)).map((name) => `${path}.${name} is no longer required`),
  ];
}

function valueFaults(before: unknown, now: unknown, keyword: string, path: string): string[] {
  if (isSchema(before) && isSchema(now)) return incompatibilities(before, now, keyword === 'items' ? `${path}[]` : `${path}<${keyword}>`);
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length)
    return before.flatMap((item, index) => valueFaults(item, (now as unknown[])[index], `${keyword}[${index}]`, path));
  return JSON.stringify(before) === JSON.stringify(now)
    ? []
    : [`${path}: ${keyword} was ${JSON.stringify(before)} and is ${JSON.stringify(now)}`];
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
const propertiesOf = (schema: JsonSchema): Record<string, JsonSchema> => (schema['properties'] ?? {}) as Record<string, JsonSchema>;
const requiredOf = (schema: JsonSchema): Set<string> => new Set((schema['required'] ?? []) as string[]);
