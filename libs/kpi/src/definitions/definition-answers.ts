import { z } from 'zod';
import { definitionInput } from './definition-input';

export const definitionStatus = z.enum(['proposed', 'agreed', 'superseded', 'withdrawn']);
export type DefinitionStatus = z.output<typeof definitionStatus>;
const side = z.enum(['client', 'vendor']);

export const definitionAnswer = z.object({
  ...definitionInput.shape,
  dimensions: z.array(z.string()),
  key: z.string(),
  version: z.int(),
  description: z.string().nullable(),
  status: definitionStatus,
  revision: z.int(),
  proposedBy: z.uuid(),
  proposedSide: side,
  proposedAt: z.iso.datetime(),
  agreedAt: z.iso.datetime().nullable(),
  signatures: z.array(z.object({ personId: z.uuid(), name: z.string(), side, signedAt: z.iso.datetime() })),
  missingSides: z.array(side).describe('sides that still have to sign'),
});
export type DefinitionAnswer = z.output<typeof definitionAnswer>;

export const kpiAnswer = z.object({ key: z.string(), agreed: definitionAnswer.nullable(), proposed: definitionAnswer.nullable() });
export type KpiAnswer = z.output<typeof kpiAnswer>;
export const kpiPage = z.object({ items: z.array(kpiAnswer), nextCursor: z.string().nullable() });
export const kpiHistory = kpiAnswer.extend({ versions: z.array(definitionAnswer).describe('newest first') });
export type KpiHistory = z.output<typeof kpiHistory>;
