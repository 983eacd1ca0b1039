import fc from 'fast-check';
import { DateTime } from 'luxon';
import { dayMs } from '../readiness/current-proof';
import type {
  Colleague,
  EvidenceFact,
  ItemToAssess,
  ReadinessFacts,
  SignOffFact,
  TaskFact,
  WaiverFact,
} from '../readiness/readiness-facts';

export const noon = DateTime.fromISO('2026-03-02T12:00:00Z', { zone: 'utc' });
export const noonMs = noon.toMillis();
export const days = (count: number): number => noonMs + count * dayMs;

export const item = (change: Partial<ItemToAssess> = {}): ItemToAssess => ({
  key: 'delivery-pipeline',
  version: 1,
  title: 'The pipeline works',
  section: 'infrastructure',
  side: 'vendor',
  auditor: 'development',
  proof: ['pipeline-run'],
  freshDays: null,
  signOff: 'required',
  fact: null,
  applies: true,
  doesNotApplyBecause: null,
  evidenceCount: 0,
  ...change,
});
export const proof = (change: Partial<EvidenceFact> = {}): EvidenceFact => ({
  itemKey: 'delivery-pipeline',
  kind: 'pipeline-run',
  subject: 'release',
  outcome: 'pass',
  measuredAtMs: days(-1),
  receivedAtMs: days(-1),
  validUntilMs: null,
  byProduct: false,
  statement: null,
  hash: 'a'.repeat(64),
  ...change,
});
export const approval = (change: Partial<SignOffFact> = {}): SignOffFact => ({
  id: 's1',
  itemKey: 'delivery-pipeline',
  itemVersion: 1,
  scope: 'scope',
  evidenceHashes: ['a'.repeat(64)],
  decision: 'approve',
  decidedAtMs: days(-0.5),
  ...change,
});
export const task = (change: Partial<TaskFact> = {}): TaskFact => ({
  taskId: 't1',
  itemKey: 'delivery-pipeline',
  side: 'vendor',
  status: 'done',
  assigneeId: 'p-dev',
  comment: null,
  ...change,
});
export const waiver = (change: Partial<WaiverFact> = {}): WaiverFact => ({
  id: 'w1',
  itemKey: 'delivery-pipeline',
  reason: 'the client accepts manual deployment this time',
  grantedAtMs: days(-2),
  revokedAtMs: null,
  expiresAtMs: days(2),
  ...change,
});
const colleague = (personId: string, side: 'client' | 'vendor', department: string, roles: Colleague['roles']): Colleague => ({
  personId,
  name: personId,
  side,
  department,
  roles,
});
export const colleagues: Colleague[] = [
  colleague('p-dev', 'vendor', 'delivery', ['engineer']),
  colleague('p-audit', 'vendor', 'development', ['auditor']),
  colleague('c-audit', 'client', 'development', ['auditor']),
  colleague('p-rm', 'vendor', 'delivery', ['release-manager']),
  colleague('c-rm', 'client', 'it', ['release-manager']),
];

export function factsOf(change: Partial<ReadinessFacts>): ReadinessFacts {
  const facts: ReadinessFacts = {
    items: [],
    evidence: [],
    signOffs: [],
    waivers: [],
    tasks: [],
    reviews: [],
    involved: [],
    colleagues,
    scope: 'scope',
    ...change,
  };
  const items = facts.items.map((one) => ({ ...one, evidenceCount: facts.evidence.filter((piece) => piece.itemKey === one.key).length }));
  return { ...facts, items };
}

const keys = ['a', 'b', 'c'];
const hash = (index: number): string => index.toString(16).padStart(64, '0');
const dayOffset = fc.integer({ min: -40, max: 3 }).map((half) => days(half / 2));

/** Releases with any mixture of proof, sign-offs, waivers and tasks around one noon. */
export const anyFacts: fc.Arbitrary<ReadinessFacts> = fc
  .record({
    items: fc.tuple(
      ...keys.map((key) =>
        fc
          .record({ freshDays: fc.constantFrom(null, 1, 7), byFact: fc.boolean(), applies: fc.boolean() })
          .map(({ freshDays, byFact, applies }) =>
            item({
              key,
              freshDays,
              applies,
              signOff: byFact ? 'by-fact' : 'required',
              fact: byFact ? { becomesTrueWhen: 'it is observed', role: 'engineer' } : null,
            }),
          ),
      ),
    ),
    evidence: fc.array(
      fc.record({
        itemKey: fc.constantFrom(...keys),
        kind: fc.constantFrom('probe', 'manual'),
        subject: fc.constantFrom('uat', 'prod'),
        outcome: fc.constantFrom('pass' as const, 'pass' as const, 'pass' as const, 'fail' as const, 'warn' as const, 'unknown' as const),
        measuredAtMs: dayOffset,
        receivedAtMs: dayOffset,
        validUntilMs: fc.option(dayOffset),
        byProduct: fc.boolean(),
        statement: fc.constant(null),
      }),
      { maxLength: 8 },
    ),
    signed: fc.array(
      fc.record({
        itemKey: fc.constantFrom(...keys),
        at: dayOffset,
        rework: fc.boolean(),
        scope: fc.constantFrom('scope', 'scope', 'other'),
      }),
      { maxLength: 4 },
    ),
    waivers: fc.array(
      fc.record({
        itemKey: fc.constantFrom(...keys),
        reason: fc.constant('agreed'),
        grantedAtMs: fc.option(dayOffset),
        revokedAtMs: fc.option(dayOffset, { freq: 2 }),
        expiresAtMs: dayOffset,
      }),
      { maxLength: 3 },
    ),
    statuses: fc.tuple(...keys.map(() => fc.constantFrom('open' as const, 'rework' as const, 'done' as const))),
  })
  .map(({ items, evidence, signed, waivers, statuses }) => {
    const pieces = evidence.map((one, index) => ({ ...one, hash: hash(index) }));
    const signOffs = signed.map(({ itemKey, at, rework, scope }, index) =>
      approval({
        id: `s${index}`,
        itemKey,
        scope,
        decision: rework ? 'rework' : 'approve',
        decidedAtMs: at,
        evidenceHashes: pieces.filter((one) => one.itemKey === itemKey && one.receivedAtMs <= at).map((one) => one.hash),
      }),
    );
    return factsOf({
      items,
      evidence: pieces,
      signOffs,
      waivers: waivers.map((one, index) => ({ ...one, id: `w${index}` })),
      tasks: keys.map((itemKey, index) => task({ taskId: `t${index}`, itemKey, status: statuses[index] ?? 'open' })),
    });
  });
