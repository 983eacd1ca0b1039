import type { Role, Side } from '@slipway/access';
import type { Refusal } from '../releases/release-lifecycle';

interface Worker {
  readonly personId: string;
  readonly side: Side;
  readonly roles: readonly Role[];
}
interface WorkedTask {
  readonly side: Side;
  readonly status: 'open' | 'rework' | 'done';
  readonly assigneeId: string | null;
}

/** Whether a caller may give a task to somebody: a release manager of its side any, an assignee his own. */
export function refuseAssigning(caller: Worker, task: WorkedTask): Refusal | null {
  const manages = caller.side === task.side && caller.roles.includes('release-manager');
  if (manages || caller.personId === task.assigneeId) return null;
  return {
    code: 'not-yours',
    detail: `Only a release manager of the ${task.side}'s side, or who has the task, may give it to somebody.`,
    remedy: `Ask a release manager of the ${task.side}'s side.`,
  };
}

/** Whether a caller may say that a task is done: only who has it. */
export function refuseCompleting(caller: Worker, task: WorkedTask): Refusal | null {
  if (caller.personId === task.assigneeId) return null;
  return {
    code: 'not-yours',
    detail: task.assigneeId === null ? 'Nobody has this task yet.' : 'Somebody else has this task.',
    remedy: `Let a release manager of the ${task.side}'s side assign it to you first.`,
  };
}
