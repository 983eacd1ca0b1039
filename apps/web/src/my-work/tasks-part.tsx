import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { itemStateWords } from '../releases/words';
import { Badge } from '../shell/badge';
import { EmptyPanel } from '../shell/empty-panel';
import { Panel } from '../shell/panel';
import { Instant } from '../time/instant';
import { useNow } from '../time/use-now';
import { CompleteTaskForm } from './complete-task-form';
import { orderTasks } from './order-tasks';
import type { Task } from './task-types';
import classes from './tasks-part.module.css';

function TaskRow({ task, late, onComplete }: { task: Task; late?: boolean; onComplete: (task: Task) => void }) {
  const words = itemStateWords[task.itemState];
  return (
    <li className={classes.task}>
      <div className={classes.words}>
        <Link to={`/releases/${task.releaseId}?item=${task.itemKey}`} className={classes.title}>
          {task.title}
        </Link>
        <div className={classes.soft}>
          {task.releaseName} · {task.itemReason}
        </div>
        {task.status === 'rework' && task.comment ? <q className={classes.comment}>{task.comment}</q> : null}
      </div>
      <div className={classes.state}>
        <Badge tone={words.tone} icon={words.icon}>
          {words.label}
        </Badge>
        {task.dueAt && task.status !== 'done' ? (
          <span className={classes.due} data-late={late || undefined}>
            {late ? 'was due ' : 'due '}
            <Instant at={task.dueAt} relative />
          </span>
        ) : null}
        {task.completedAt ? (
          <span className={classes.due}>
            done <Instant at={task.completedAt} />
          </span>
        ) : null}
      </div>
      {task.status !== 'done' ? (
        task.signOff === 'required' ? (
          <Button size="xs" onClick={() => onComplete(task)} aria-label={`Complete: ${task.title}`}>
            Complete
          </Button>
        ) : (
          <span className={classes.fact}>closes by itself</span>
        )
      ) : (
        <span />
      )}
    </li>
  );
}

/** Tasks of the person: sent back, overdue, to do, done. */
export function TasksPart({ tasks }: { tasks: Task[] }) {
  const [completing, setCompleting] = useState<Task | null>(null);
  const groups = orderTasks(tasks, useNow());
  const open = groups.overdue.length + groups.sentBack.length + groups.open.length;
  const panels = [
    { key: 'back', title: 'Sent back to you', list: groups.sentBack, late: false },
    { key: 'late', title: 'Overdue', list: groups.overdue, late: true },
    { key: 'open', title: 'To do', list: groups.open, late: false },
    { key: 'done', title: 'Done', list: groups.done.slice(0, 20), late: false },
  ];
  return (
    <div className={classes.stack}>
      {open ? null : (
        <Panel>
          <EmptyPanel icon="check" title="No task waits for you">
            When a release needs something that you can make true, it appears here with the proof that shows it.
          </EmptyPanel>
        </Panel>
      )}
      {panels.map((panel) =>
        panel.list.length ? (
          <Panel key={panel.key} title={`${panel.title} (${panel.list.length})`} flush>
            <ul className={classes.list}>
              {panel.list.map((task) => (
                <TaskRow key={task.taskId} task={task} late={panel.late} onComplete={setCompleting} />
              ))}
            </ul>
          </Panel>
        ) : null,
      )}
      {completing ? <CompleteTaskForm key={completing.taskId} task={completing} onClose={() => setCompleting(null)} /> : null}
    </div>
  );
}
