import type { Assessment } from './assess-readiness';
import type { ReadinessFacts, ReviewFact, TaskFact } from './readiness-facts';

/** What has to happen to tasks and reviews because of the state of their items. */
export interface FollowUps {
  readonly completeByFact: readonly TaskFact[];
  readonly reopen: readonly { task: TaskFact; reason: string }[];
  readonly requestReviewOf: readonly { itemKey: string; department: string }[];
  readonly withdraw: readonly ReviewFact[];
}

/**
 * Plans once for all: carried out, the same assessment plans nothing more.
 * A waiver does not change the work: tasks and reviews follow the item's own state beneath it.
 */
export function planFollowUps(assessment: Assessment, facts: Pick<ReadinessFacts, 'tasks' | 'reviews'>): FollowUps {
  const completeByFact: TaskFact[] = [];
  const reopen: { task: TaskFact; reason: string }[] = [];
  const requestReviewOf: { itemKey: string; department: string }[] = [];
  const withdraw: ReviewFact[] = [];
  for (const { item, own } of assessment.items) {
    const tasks = facts.tasks.filter((task) => task.itemKey === item.key);
    const reviews = facts.reviews.filter((review) => review.itemKey === item.key);
    const mustRedo =
      own.cause === 'proof-failed' ||
      own.cause === 'proof-stale' ||
      own.cause === 'proof-unknown' ||
      (item.signOff === 'by-fact' && own.state !== 'pass');
    if (item.signOff === 'by-fact' && own.state === 'pass') completeByFact.push(...tasks.filter((task) => task.status !== 'done'));
    if (mustRedo) reopen.push(...tasks.filter((task) => task.status === 'done').map((task) => ({ task, reason: own.reason })));
    if (own.state === 'waiting-review') {
      if (reviews.length === 0) requestReviewOf.push({ itemKey: item.key, department: item.auditor });
    } else {
      withdraw.push(...reviews);
    }
  }
  return { completeByFact, reopen, requestReviewOf, withdraw };
}
