import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useServiceMutation } from '../api/use-service-mutation';
import { type Page, useServiceQuery } from '../api/use-service-query';
import { useMembership } from '../session/session-context';
import { Badge } from '../shell/badge';
import { FormDialog } from '../shell/form-dialog';
import { PersonMark } from '../shell/person-mark';
import { SideBadge } from '../shell/side-badge';
import { Instant } from '../time/instant';
import { CompleteTaskForm } from '../my-work/complete-task-form';
import drawer from './item-drawer.module.css';
import classes from './item-tasks.module.css';
import type { ItemTask, Release, ReleaseItem, Side } from './release-types';

const taskWords = {
  open: { label: 'To do', tone: 'idle', icon: 'circle' },
  rework: { label: 'Sent back', tone: 'bad', icon: 'undo' },
  done: { label: 'Done', tone: 'ok', icon: 'check' },
} as const;

function AssignForm({ task, side, onClose }: { task: ItemTask; side: Side; onClose: () => void }) {
  const { membership } = useMembership();
  const [assigneeId, setAssigneeId] = useState<string | null>(task.assignee?.personId ?? null);
  const members = useServiceQuery<Page<{ personId: string; name: string; department: string; roles: string[] }>>(
    `/api/directory/v1/engagements/${membership.engagementId}/members`,
    {
      query: { side, active: true, limit: 200 },
    },
  );
  const assign = useServiceMutation({
    request: () => ({ method: 'POST', path: `/api/checklist/v1/tasks/${task.taskId}/assign`, body: { assigneeId } }),
    success: 'The task has a new assignee.',
    changes: ['checklist'],
    quiet: true,
    onSuccess: onClose,
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title="Who does it?"
      submit="Assign"
      disabled={!assigneeId}
      pending={assign.isPending}
      error={assign.error ?? members.error}
      onSubmit={() => assign.mutate()}
      size="md"
    >
      <Select
        label="Person"
        searchable
        data={(members.data?.items ?? []).map((member) => ({
          value: member.personId,
          label: `${member.name}, ${member.department.replaceAll('-', ' ')}`,
        }))}
        value={assigneeId}
        onChange={setAssigneeId}
        nothingFoundMessage="Nobody of this side has that name"
      />
    </FormDialog>
  );
}

/** The work on an item, one task per side that has to do with it. */
export function ItemTasks({ release, item }: { release: Release; item: ReleaseItem }) {
  const { me, membership, can } = useMembership();
  const [assigning, setAssigning] = useState<ItemTask | null>(null);
  const [completing, setCompleting] = useState<ItemTask | null>(null);
  const open = release.status === 'preparing' || release.status === 'decided';
  return (
    <section aria-labelledby="item-tasks">
      <h3 id="item-tasks" className={drawer.heading}>
        Work
      </h3>
      <ul className={classes.list}>
        {item.tasks.map((task) => {
          const words = taskWords[task.status];
          const mine = task.assignee?.personId === me.personId;
          const mayAssign =
            open && task.status !== 'done' && can('task:work') && (mine || (can('task:assign') && membership.side === task.side));
          const mayComplete = open && mine && task.status !== 'done' && item.signOff === 'required';
          return (
            <li key={task.taskId} className={classes.task}>
              <div className={classes.who}>
                <PersonMark name={task.assignee?.name ?? '?'} side={task.side} size={30} />
                <div>
                  <div>
                    {task.assignee?.name ?? 'Nobody yet'} <SideBadge side={task.side} />
                  </div>
                  <div className={classes.soft}>
                    {task.assignedBecause}
                    {task.completedAt ? (
                      <>
                        {' '}
                        · done <Instant at={task.completedAt} />
                      </>
                    ) : task.dueAt ? (
                      <>
                        {' '}
                        · due <Instant at={task.dueAt} relative />
                      </>
                    ) : null}
                  </div>
                  {task.comment ? <q className={classes.comment}>{task.comment}</q> : null}
                </div>
              </div>
              <div className={classes.actions}>
                <Badge tone={words.tone} icon={words.icon}>
                  {words.label}
                </Badge>
                {mayComplete ? (
                  <Button size="compact-sm" onClick={() => setCompleting(task)}>
                    Complete
                  </Button>
                ) : null}
                {mayAssign ? (
                  <Button size="compact-sm" variant="default" onClick={() => setAssigning(task)}>
                    {task.assignee ? 'Hand over' : 'Assign'}
                  </Button>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      {assigning ? <AssignForm task={assigning} side={assigning.side} onClose={() => setAssigning(null)} /> : null}
      {completing ? (
        <CompleteTaskForm
          task={{ taskId: completing.taskId, title: item.title, proof: item.proof, evidenceCount: item.evidence.length }}
          onClose={() => setCompleting(null)}
        />
      ) : null}
    </section>
  );
}
