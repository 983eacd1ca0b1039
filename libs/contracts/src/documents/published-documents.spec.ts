import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { catalogue, topics } from '../catalogue';
import { asyncApi } from './async-api';
import { catalogueFaults, schemaFile, schemaFiles } from './event-documents';
import { eventSchema, type JsonSchema } from './event-schema';

const schemasFolder = join(__dirname, '../../schemas');
const frozen = new Map(
  readdirSync(schemasFolder).map((file) => [file, JSON.parse(readFileSync(join(schemasFolder, file), 'utf8')) as JsonSchema]),
);
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the published schemas', () => {
  it('are there for every event and for no other', () =>
    expect([...frozen.keys()].sort()).toEqual([...schemaFiles(catalogue).keys()].sort()));
  it('are what the catalogue says, compatibly', () => expect(catalogueFaults(catalogue, frozen)).toEqual([]));
  it('are written from the present catalogue', () =>
    expect(Object.fromEntries(frozen)).toEqual(plain(Object.fromEntries(schemaFiles(catalogue)))));
});

describe.each(catalogue.map((event) => [event.type, event] as const))('%s', (type, event) => {
  const ajv = addFormats(new Ajv2020({ strict: false }));
  const satisfies = ajv.compile(frozen.get(schemaFile(type)) ?? false);

  it('has an example that satisfies its contract and its published schema', () => {
    expect(event.schema.parse(event.example)).toEqual(event.example);
    expect(satisfies(event.example)).toBe(true);
  });
  it('has a published schema that refuses an example without its engagement', () => {
    const { engagementId, ...rest } = event.example as { engagementId: string };
    expect(engagementId).toBeTruthy();
    expect(satisfies(rest)).toBe(false);
  });
  it('has a key, and a topic of the service in its type', () => {
    expect(event.key(event.example)).toBeTruthy();
    expect(event.topic.split('.')[0]).toBe(type.split('.')[0]);
  });
  it('describes what a consumer may rely on and leaves room for added fields', () =>
    expect(eventSchema(event)).not.toHaveProperty('additionalProperties'));
});

describe('docs/asyncapi.yaml', () => {
  const document = asyncApi(catalogue);

  it('is written from the present catalogue', () => {
    const written: unknown = parse(readFileSync(join(__dirname, '../../../../docs/asyncapi.yaml'), 'utf8'));
    expect(written).toEqual(plain(document));
  });
  it('has a channel for every topic', () => expect(Object.keys(document['channels'] as object).sort()).toEqual([...topics].sort()));
  it('has no dangling reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(catalogue.length);
    for (const reference of references) {
      const target = reference.split('/').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
      expect([reference, typeof target]).toEqual([reference, 'object']);
    }
  });
});
