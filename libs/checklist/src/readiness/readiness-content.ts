import { createHash } from 'node:crypto';
import { canonicalJson } from '../evidence/canonical-json';
import type { Assessment } from './assess-readiness';

/** What a decision is bound to. It moves when a verdict, a sign-off, a waiver or the scope does, not when equal proof is renewed. */
export interface ReadinessContent {
  readonly recipe: { readonly key: string; readonly version: number };
  readonly scope: string;
  readonly ready: boolean;
  readonly done: number;
  readonly total: number;
  readonly items: readonly {
    readonly key: string;
    readonly version: number;
    readonly state: string;
    readonly cause: string;
    readonly signOffId: string | null;
    readonly waiverId: string | null;
  }[];
}

export function readinessContent(assessment: Assessment, recipe: { key: string; version: number }, scope: string): ReadinessContent {
  const items = assessment.items.map(({ item, state, cause, signOffId, waiverId }) => ({
    key: item.key,
    version: item.version,
    state,
    cause,
    signOffId,
    waiverId,
  }));
  const { ready, done, total } = assessment;
  return { recipe: { key: recipe.key, version: recipe.version }, scope, ready, done, total, items };
}

/** SHA-256 in hex of the canonical JSON of any value. */
export const hashOf = (content: unknown): string => createHash('sha256').update(canonicalJson(content)).digest('hex');
