import fc from 'fast-check';
import { anyFacts, approval, factsOf, item, noon, proof, task } from '../testing/readiness-scenarios';
import { assessReadiness } from './assess-readiness';
import { planFollowUps } from './plan-follow-ups';
import type { ReadinessFacts } from './readiness-facts';

const plan = (change: Partial<ReadinessFacts>) => {
  const facts = factsOf(change);
  return planFollowUps(assessReadiness(facts, noon), facts);
};
const review = { reviewId: 'r1', itemKey: 'delivery-pipeline', auditorId: null };
const byFact = item({ signOff: 'by-fact', fact: { becomesTrueWhen: 'it is seen', role: 'engineer' } });

describe('follow-ups of an assessment', () => {
  it('requests a review once, of the department that audits the item', () => {
    const waiting = { items: [item()], evidence: [proof()], tasks: [task()] };
    expect(plan(waiting).requestReviewOf).toEqual([{ itemKey: 'delivery-pipeline', department: 'development' }]);
    expect(plan({ ...waiting, reviews: [review] })).toEqual({ completeByFact: [], reopen: [], requestReviewOf: [], withdraw: [] });
  });

  it('withdraws a review and opens the task again when proof fails', () => {
    const failed = plan({ items: [item()], evidence: [proof({ outcome: 'fail' })], tasks: [task()], reviews: [review] });
    expect(failed.withdraw).toEqual([review]);
    expect(failed.reopen.map((one) => one.task.taskId)).toEqual(['t1']);
  });

  it('opens the task of stale proof again although the item had been signed off', () => {
    const stale = plan({ items: [item({ freshDays: 1 })], evidence: [proof()], tasks: [task()], signOffs: [approval()] });
    expect(stale.reopen).toHaveLength(1);
  });

  it('leaves the task of one side alone while the other side works', () => {
    const tasks = [task(), task({ taskId: 't2', side: 'client', status: 'open' })];
    expect(plan({ items: [item({ side: 'both' })], evidence: [proof()], tasks }).reopen).toEqual([]);
  });

  it('closes and opens the tasks of observed facts by itself', () => {
    expect(
      plan({ items: [byFact], evidence: [proof({ byProduct: true })], tasks: [task({ status: 'open' })] }).completeByFact,
    ).toHaveLength(1);
    expect(plan({ items: [byFact], evidence: [proof({ byProduct: true, outcome: 'fail' })], tasks: [task()] }).reopen).toHaveLength(1);
  });

  it('carried out, plans nothing more', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const first = planFollowUps(assessReadiness(facts, noon), facts);
        const reopened = new Set(first.reopen.map((one) => one.task.taskId));
        const completed = new Set(first.completeByFact.map((one) => one.taskId));
        const after: ReadinessFacts = {
          ...facts,
          tasks: facts.tasks.map((one) => ({
            ...one,
            status: reopened.has(one.taskId) ? 'open' : completed.has(one.taskId) ? 'done' : one.status,
          })),
          reviews: first.requestReviewOf.map(({ itemKey }, index) => ({ reviewId: `r${index}`, itemKey, auditorId: null })),
        };
        const second = planFollowUps(assessReadiness(after, noon), after);
        expect(second).toEqual({ completeByFact: [], reopen: [], requestReviewOf: [], withdraw: [] });
      }),
      { numRuns: 300 },
    );
  });
});
