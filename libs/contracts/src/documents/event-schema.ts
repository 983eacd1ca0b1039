import { z } from 'zod';
import type { EventContract } from '../define-event';

export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * The JSON Schema (draft 2020-12) of an event's data as it is published. It describes what a consumer may rely on, so it allows
 * fields it does not name: a later producer may add optional ones.
 */
export function eventSchema(contract: EventContract): JsonSchema {
  const schema = z.toJSONSchema(contract.schema, { io: 'input', target: 'draft-2020-12' }) as JsonSchema;
  return { ...schema, title: contract.type, description: contract.summary };
}
