import fc from 'fast-check';
import { anyFacts, approval, days, factsOf, item, noon, noonMs, proof, task, waiver } from '../testing/readiness-scenarios';
import { assessReadiness } from './assess-readiness';
import { dayMs, staleAtMs } from './current-proof';
import type { ReadinessFacts } from './readiness-facts';

const first = (facts: Partial<ReadinessFacts>, at = noon) => {
  const assessed = assessReadiness(factsOf(facts), at).items[0];
  if (assessed === undefined) throw new Error('no item was assessed');
  return assessed;
};

describe('the state of one item', () => {
  it('is no-data without proof, whatever the tasks say', () => {
    expect(first({ items: [item()], tasks: [task({ status: 'done' })] })).toMatchObject({
      state: 'no-data',
      cause: 'no-proof',
      done: false,
    });
  });

  it('is no-data when there is proof and a task of either side is still open', () => {
    const tasks = [task(), task({ taskId: 't2', side: 'client', status: 'open' })];
    expect(first({ items: [item({ side: 'both' })], evidence: [proof()], tasks })).toMatchObject({ state: 'no-data', cause: 'task-open' });
  });

  it('waits for review when every task is done, and passes only with a sign-off', () => {
    expect(first({ items: [item()], evidence: [proof()], tasks: [task()] })).toMatchObject({ state: 'waiting-review', done: false });
    expect(first({ items: [item()], evidence: [proof()], tasks: [task()], signOffs: [approval()] })).toMatchObject({
      state: 'pass',
      cause: 'signed-off',
      signOffId: 's1',
      done: true,
    });
  });

  it('does not count a sign-off that is given later than the instant asked for', () => {
    const facts = { items: [item()], evidence: [proof()], tasks: [task()], signOffs: [approval()] };
    expect(first(facts, noon.minus({ hours: 13 }))).toMatchObject({ state: 'waiting-review' });
    expect(first(facts, noon.minus({ hours: 12 }))).toMatchObject({ state: 'pass' });
  });

  it('fails when the latest proof fails, although it was signed off', () => {
    const evidence = [proof(), proof({ outcome: 'fail', measuredAtMs: days(-0.2), receivedAtMs: days(-0.2), hash: 'b'.repeat(64) })];
    expect(first({ items: [item()], evidence, tasks: [task()], signOffs: [approval()] })).toMatchObject({
      state: 'fail',
      cause: 'proof-failed',
    });
  });

  it('takes the worse of two measurements of the same instant', () => {
    const evidence = [proof({ outcome: 'fail', hash: 'b'.repeat(64) }), proof()];
    expect(first({ items: [item()], evidence, tasks: [task()], signOffs: [approval()] }).state).toBe('fail');
  });

  it('fails when only one of several subjects fails', () => {
    const evidence = [proof({ subject: 'uat' }), proof({ subject: 'prod', outcome: 'fail', hash: 'b'.repeat(64) })];
    expect(first({ items: [item()], evidence }).state).toBe('fail');
  });

  it('does not take "unknown" for a pass', () => {
    expect(first({ items: [item()], evidence: [proof({ outcome: 'unknown' })], tasks: [task()] })).toMatchObject({
      state: 'no-data',
      cause: 'proof-unknown',
    });
  });

  it('is stale from the very instant at which proof reaches its age', () => {
    const facts = {
      items: [item({ freshDays: 14 })],
      evidence: [proof({ measuredAtMs: days(-14) })],
      tasks: [task()],
      signOffs: [approval()],
    };
    expect(first(facts, noon.minus({ milliseconds: 1 })).state).toBe('pass');
    expect(first(facts)).toMatchObject({ state: 'stale', cause: 'proof-stale', staleAtMs: noonMs });
  });

  it('needs a new review when stale proof was renewed too late, none when it was renewed in time', () => {
    const renewed = (atMs: number) => proof({ measuredAtMs: atMs, receivedAtMs: atMs, hash: 'b'.repeat(64) });
    const facts = (second: number) => ({
      items: [item({ freshDays: 7 })],
      evidence: [proof({ measuredAtMs: days(-10), receivedAtMs: days(-10) }), renewed(second)],
      tasks: [task()],
      signOffs: [approval({ decidedAtMs: days(-9) })],
    });
    expect(first(facts(days(-4))).state).toBe('pass');
    expect(first(facts(days(-3)))).toMatchObject({ state: 'waiting-review' });
  });

  it('is rework after an auditor sent it back, with his words', () => {
    const tasks = [task({ status: 'rework', comment: 'the log is of UAT' })];
    const signOffs = [approval({ decision: 'rework' })];
    const assessed = first({ items: [item()], evidence: [proof()], tasks, signOffs });
    expect(assessed).toMatchObject({ state: 'rework', cause: 'sent-back' });
    expect(assessed.reason).toContain('the log is of UAT');
  });

  it('believes only the product about a fact, and needs no signature for it', () => {
    const byFact = item({ signOff: 'by-fact', fact: { becomesTrueWhen: 'a window is booked', role: 'release-manager' } });
    expect(first({ items: [byFact], evidence: [proof()], signOffs: [approval()] })).toMatchObject({ state: 'no-data', cause: 'no-proof' });
    expect(first({ items: [byFact], evidence: [proof({ byProduct: true })] })).toMatchObject({
      state: 'pass',
      cause: 'fact',
      signOffId: null,
    });
    expect(first({ items: [byFact], evidence: [proof({ byProduct: true, validUntilMs: noonMs })] }).state).toBe('stale');
  });

  it('is waived exactly while a granted waiver lives', () => {
    const facts = { items: [item()], waivers: [waiver()] };
    expect(first(facts)).toMatchObject({ state: 'waived', done: true, waiverId: 'w1', own: { state: 'no-data' } });
    expect(first(facts, noon.plus({ days: 2 }))).toMatchObject({ state: 'no-data', done: false, waiverId: null });
    expect(first(facts, noon.minus({ days: 2, milliseconds: 1 })).done).toBe(false);
    expect(first({ items: [item()], waivers: [waiver({ grantedAtMs: null })] }).done).toBe(false);
    expect(first({ items: [item()], waivers: [waiver({ revokedAtMs: days(-1) })] }).done).toBe(false);
  });

  it('notices proof that was taken away from the store', () => {
    const facts = factsOf({ items: [item()], evidence: [proof()], tasks: [task()], signOffs: [approval()] });
    const robbed = { ...facts, evidence: [] };
    expect(assessReadiness(robbed, noon).items[0]).toMatchObject({ state: 'no-data', cause: 'proof-missing-from-store' });
  });
});

describe('the verdict', () => {
  it('is not ready for nothing at all', () => {
    expect(assessReadiness(factsOf({}), noon)).toMatchObject({ ready: false, total: 0 });
    expect(assessReadiness(factsOf({ items: [item({ applies: false })] }), noon)).toMatchObject({ ready: false, total: 0 });
  });

  it('leaves out what does not apply, and says why', () => {
    const items = [item(), item({ key: 'mobile', applies: false, doesNotApplyBecause: 'the solution has no mobile app' })];
    const assessment = assessReadiness(factsOf({ items, evidence: [proof()], tasks: [task()], signOffs: [approval()] }), noon);
    expect(assessment).toMatchObject({ ready: true, done: 1, total: 1 });
    expect(assessment.notApplicable[0]).toMatchObject({
      state: 'not-applicable',
      reason: 'Does not apply: the solution has no mobile app.',
    });
  });

  it('names the doer for open work and the eligible auditors for a review', () => {
    const open = assessReadiness(factsOf({ items: [item()], tasks: [task({ status: 'open' })] }), noon).blockers[0];
    expect(open?.mustAct).toEqual([
      {
        side: 'vendor',
        role: 'engineer',
        department: 'delivery',
        people: [{ personId: 'p-dev', name: 'p-dev', side: 'vendor', department: 'delivery' }],
      },
    ]);
    expect(open?.unblock).toContain('p-dev gives proof (pipeline-run)');
    const involved = [
      { itemKey: 'delivery-pipeline', personId: 'x', side: 'vendor' as const, department: 'development', as: 'doer' as const },
    ];
    const waiting = assessReadiness(factsOf({ items: [item()], evidence: [proof()], tasks: [task()], involved }), noon).blockers[0];
    expect(waiting?.mustAct.map((actor) => [actor.side, actor.people.map((one) => one.personId)])).toEqual([['client', ['c-audit']]]);
  });

  it('turns to the release managers when nobody is assigned or nobody may review', () => {
    const unassigned = assessReadiness(factsOf({ items: [item()], tasks: [task({ status: 'open', assigneeId: null })] }), noon).blockers[0];
    expect(unassigned?.mustAct).toMatchObject([{ side: 'vendor', role: 'release-manager', people: [{ personId: 'p-rm' }] }]);
    const unreviewable = assessReadiness(factsOf({ items: [item({ auditor: 'design' })], evidence: [proof()], tasks: [task()] }), noon)
      .blockers[0];
    expect(unreviewable?.unblock).toContain('Nobody may review it');
    expect(unreviewable?.mustAct.map((actor) => actor.role)).toEqual(['release-manager', 'release-manager']);
  });
});

describe('properties of readiness', () => {
  it('never improves by taking evidence away', () => {
    fc.assert(
      fc.property(anyFacts, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (facts, keep) => {
        const full = assessReadiness(facts, noon);
        const robbed = assessReadiness({ ...facts, evidence: facts.evidence.filter((_, index) => keep[index]) }, noon);
        const doneBefore = new Set(full.items.filter((one) => one.done).map((one) => one.item.key));
        expect(robbed.items.filter((one) => one.done).every((one) => doneBefore.has(one.item.key))).toBe(true);
        expect(robbed.ready && !full.ready).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order in which anything arrived', () => {
    const shuffled = anyFacts.chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        evidence: fc.shuffledSubarray([...facts.evidence], { minLength: facts.evidence.length }),
        signOffs: fc.shuffledSubarray([...facts.signOffs], { minLength: facts.signOffs.length }),
        waivers: fc.shuffledSubarray([...facts.waivers], { minLength: facts.waivers.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ facts, ...other }) => {
        expect(assessReadiness({ ...facts, ...other }, noon)).toEqual(assessReadiness(facts, noon));
      }),
      { numRuns: 500 },
    );
  });

  it('never counts an expired or revoked waiver', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const living = facts.waivers.filter((one) => one.expiresAtMs > noonMs && (one.revokedAtMs === null || one.revokedAtMs > noonMs));
        expect(assessReadiness(facts, noon)).toEqual(assessReadiness({ ...facts, waivers: living }, noon));
      }),
      { numRuns: 500 },
    );
  });

  it('never lets stale, failed or unknown proof pass', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { state, item: assessed, proof: current } of assessReadiness(facts, noon).items) {
          if (state !== 'pass') continue;
          expect(current.length).toBeGreaterThan(0);
          expect(current.every((one) => one.outcome === 'pass' || (one.outcome === 'warn' && assessed.signOff === 'required'))).toBe(true);
          expect(current.every((one) => (staleAtMs(one, assessed.freshDays) ?? Infinity) > noonMs)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('changes by time alone only at the instants it announced', () => {
    fc.assert(
      fc.property(anyFacts, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (facts, share) => {
        const known: ReadinessFacts = factsOf({
          ...facts,
          evidence: facts.evidence.map((one) => ({ ...one, receivedAtMs: Math.min(one.receivedAtMs, noonMs) })),
          signOffs: facts.signOffs.filter((one) => one.decidedAtMs <= noonMs),
          waivers: facts.waivers
            .filter((one) => one.grantedAtMs !== null && one.grantedAtMs <= noonMs)
            .map((one) => ({ ...one, revokedAtMs: one.revokedAtMs !== null && one.revokedAtMs > noonMs ? null : one.revokedAtMs })),
        });
        const now = assessReadiness(known, noon);
        const until = now.changesAtMs ?? noonMs + 30 * dayMs;
        const between = noon.plus({ milliseconds: Math.floor((until - noonMs - 1) * share) });
        expect(assessReadiness(known, between).items.map((one) => one.state)).toEqual(now.items.map((one) => one.state));
      }),
      { numRuns: 500 },
    );
  });
});
