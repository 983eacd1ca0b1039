import { isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { AssessedItem } from '../readiness/assess-item';
import type { Task } from './task.entity';
import type { TaskView } from './task-schemas';

export function taskView(row: Task, releaseName: string, assessed: AssessedItem, people: People): TaskView {
  const { item } = assessed;
  return {
    taskId: row.id,
    releaseId: row.releaseId,
    releaseName,
    itemKey: row.itemKey,
    title: item.title,
    section: item.section,
    proof: [...item.proof],
    signOff: item.signOff,
    side: row.side,
    status: row.status,
    itemState: assessed.state,
    itemReason: assessed.reason,
    assignee: people.personOrNull(row.assigneeId),
    assignedBecause: row.assignedBecause,
    dueAt: isoOrNull(row.dueAt),
    completedAt: isoOrNull(row.completedAt),
    completedBy: people.personOrNull(row.completedBy),
    comment: row.comment,
    revision: row.revision,
  };
}
