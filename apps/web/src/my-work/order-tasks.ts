interface Dated {
  status: 'open' | 'rework' | 'done';
  dueAt: string | null;
  completedAt: string | null;
}

export interface TaskGroups<Task> {
  overdue: Task[];
  sentBack: Task[];
  open: Task[];
  done: Task[];
}

const byDue = (a: Dated, b: Dated) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9');

/** Sent back first of all, then overdue, then by due time; what is done comes last, newest first. A missing due time is never overdue. */
export function orderTasks<Task extends Dated>(tasks: readonly Task[], nowMs: number): TaskGroups<Task> {
  const groups: TaskGroups<Task> = { overdue: [], sentBack: [], open: [], done: [] };
  for (const task of tasks) {
    if (task.status === 'done') groups.done.push(task);
    else if (task.status === 'rework') groups.sentBack.push(task);
    else if (task.dueAt && Date.parse(task.dueAt) < nowMs) groups.overdue.push(task);
    else groups.open.push(task);
  }
  groups.overdue.sort(byDue);
  groups.sentBack.sort(byDue);
  groups.open.sort(byDue);
  groups.done.sort((a, b) => (b.completedAt ?? '').localeCompare(a.completedAt ?? ''));
  return groups;
}
