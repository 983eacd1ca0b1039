import { z } from 'zod';
import { defineEvent, type EventContract } from '../define-event';
import { catalogueFaults, schemaFiles } from './event-documents';

const shape = {
  engagementId: z.uuid(),
  name: z.string(),
  note: z.string().optional(),
  level: z.enum(['low', 'high']),
  parts: z.array(z.object({ key: z.string(), weight: z.number().positive() })),
  limit: z.int().nullable(),
};
const event = (schema: z.ZodType<{ engagementId: string }>, type: `${string}.${string}.v${number}` = 'kpi.planted.v1'): EventContract =>
  defineEvent({
    type,
    topic: 'kpi.planted',
    summary: 'planted',
    key: (data) => data.engagementId,
    schema,
    example: { engagementId: '' },
  }) as EventContract;
const frozen = schemaFiles([event(z.object(shape))]);
const faultsOf = (schema: z.ZodType<{ engagementId: string }>): string[] => catalogueFaults([event(schema)], frozen);

describe('compatibility with the frozen schemas', () => {
  it('accepts the same schema', () => expect(faultsOf(z.object(shape))).toEqual([]));

  it.each<[string, z.ZodType<{ engagementId: string }>]>([
    ['an optional field', z.object({ ...shape, extra: z.string().optional() })],
    [
      'an optional field deep inside',
      z.object({ ...shape, parts: z.array(z.object({ key: z.string(), weight: z.number().positive(), unit: z.string().optional() })) }),
    ],
    ['another description', z.object({ ...shape, name: z.string().describe('as on the contract') })],
  ])('accepts %s', (_what, schema) => expect(faultsOf(schema)).toEqual([]));

  it.each<[string, z.ZodType<{ engagementId: string }>, string]>([
    ['a new required field', z.object({ ...shape, extra: z.string() }), 'data.extra is required and was not'],
    ['a removed field', z.object(shape).omit({ name: true }), 'data.name was removed'],
    ['a removed optional field', z.object(shape).omit({ note: true }), 'data.note was removed'],
    ['a required field made optional', z.object({ ...shape, name: z.string().optional() }), 'data.name is no longer required'],
    ['an optional field made required', z.object({ ...shape, note: z.string() }), 'data.note is required and was not'],
    ['another type', z.object({ ...shape, name: z.number() }), 'data.name: type was "string" and is "number"'],
    ['a new value of an enumeration', z.object({ ...shape, level: z.enum(['low', 'high', 'top']) }), 'data.level: enum was'],
    ['a removed value of an enumeration', z.object({ ...shape, level: z.enum(['low']) }), 'data.level: enum was'],
    ['a tighter bound', z.object({ ...shape, name: z.string().max(10) }), 'data.name: maxLength was undefined and is 10'],
    ['a field no longer nullable', z.object({ ...shape, limit: z.int() }), 'data.limit'],
    [
      'a change deep inside',
      z.object({ ...shape, parts: z.array(z.object({ key: z.string(), weight: z.string() })) }),
      'data.parts[].weight',
    ],
  ])('refuses %s', (_what, schema, fault) => expect(faultsOf(schema).join('\n')).toContain(fault));

  it('refuses a removed event', () => expect(catalogueFaults([], frozen)).toEqual(['kpi.planted.v1.json: the event was removed']));

  it('accepts a new version beside the old one', () =>
    expect(catalogueFaults([event(z.object(shape)), event(z.object({ engagementId: z.uuid() }), 'kpi.planted.v2')], frozen)).toEqual([]));

  it('refuses an event declared twice', () =>
    expect(catalogueFaults([event(z.object(shape)), event(z.object(shape))], frozen)).toEqual(['kpi.planted.v1 is declared twice']));
});
