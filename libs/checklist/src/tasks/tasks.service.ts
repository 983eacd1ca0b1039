import { Injectable } from '@nestjs/common';
import { Audit, type Caller, Members } from '@slipway/access';
import { taskAssigned, taskCompleted } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import { type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import { provedByFact, RecordEvidence } from '../evidence/record-evidence.service';
import type { NewProof } from '../evidence/evidence-schemas';
import { iso, isoOrNull } from '../iso';
import { ReadinessService } from '../readiness/readiness.service';
import { LockedRelease } from '../releases/locked-release.service';
import { Release } from '../releases/release.entity';
import type { Refusal } from '../releases/release-lifecycle';
import { refuseAssigning, refuseCompleting } from './may-work';
import { Task } from './task.entity';
import type { TaskStatus, TaskView } from './task-schemas';
import { taskView } from './task-view';

export interface TaskQuery {
  assignee?: string | undefined;
  releaseId?: string | undefined;
  side?: 'client' | 'vendor' | undefined;
  status?: TaskStatus | undefined;
  cursor?: string | undefined;
  limit: number;
}

const dueFirst = z.tuple([z.iso.datetime().nullable(), z.uuid()]);
const forbid = (refusal: Refusal | null): void => {
  if (refusal) throw Problem.forbidden(refusal.code, refusal.detail, refusal.remedy);
};
const taskDone = (): Problem => Problem.conflict('task-done', 'The task is done.', 'It opens again by itself when its item needs it.');

@Injectable()
export class TasksService {
  constructor(
    private readonly clock: Clock,
    private readonly members: Members,
    private readonly locked: LockedRelease,
    private readonly evidence: RecordEvidence,
    private readonly readiness: ReadinessService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  async view(tx: EntityManager, caller: Caller, taskId: string): Promise<TaskView> {
    const [view] = await this.views(tx, [await this.one(tx, caller, taskId)]);
    if (view === undefined) throw Problem.notFound('task');
    return view;
  }

  /** By due date, those without one last. */
  async list(tx: EntityManager, caller: Caller, query: TaskQuery): Promise<{ items: TaskView[]; nextCursor: string | null }> {
    const find = tx
      .createQueryBuilder(Task, 'task')
      .where('task.engagementId = :engagementId', { engagementId: caller.engagementId })
      .orderBy('task.dueAt', 'ASC', 'NULLS LAST')
      .addOrderBy('task.id')
      .take(query.limit + 1);
    if (query.assignee === 'nobody') find.andWhere('task.assigneeId IS NULL');
    else if (query.assignee !== undefined)
      find.andWhere('task.assigneeId = :who', { who: query.assignee === 'me' ? caller.personId : query.assignee });
    if (query.releaseId !== undefined) find.andWhere('task.releaseId = :releaseId', { releaseId: query.releaseId });
    if (query.side !== undefined) find.andWhere('task.side = :side', { side: query.side });
    if (query.status !== undefined) find.andWhere('task.status = :status', { status: query.status });
    if (query.cursor !== undefined) {
      const [dueAt, id] = decodeCursor(dueFirst, query.cursor);
      if (dueAt === null) find.andWhere('task.dueAt IS NULL AND task.id > :id', { id });
      else find.andWhere('(task.dueAt IS NULL OR (task.dueAt, task.id) > (:dueAt, :id))', { dueAt, id });
    }
    const rows = await find.getMany();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const nextCursor = rows.length > page.length && last ? encodeCursor([isoOrNull(last.dueAt), last.id]) : null;
    return { items: await this.views(tx, page), nextCursor };
  }

  async assign(tx: EntityManager, caller: Caller, taskId: string, assigneeId: string, reason: string | undefined): Promise<TaskView> {
    const { task, release } = await this.take(tx, caller, taskId);
    forbid(refuseAssigning(caller, task));
    if (task.status === 'done') throw taskDone();
    const assignee = await this.members.find(tx, caller.engagementId, assigneeId);
    if (assignee === null || !assignee.active) {
      throw Problem.unprocessable(
        'unknown-assignee',
        'This person is not an active member of the engagement.',
        'Name one of its members.',
        'assigneeId',
      );
    }
    if (assignee.side !== task.side) {
      throw Problem.unprocessable(
        'wrong-side',
        `The task is the ${task.side}'s, this person is on the ${assignee.side}'s side.`,
        `Name somebody of the ${task.side}'s side.`,
        'assigneeId',
      );
    }
    const handsOver = caller.personId === task.assigneeId && assigneeId !== task.assigneeId;
    if (handsOver) await this.evidence.involve(tx, release, task.itemKey, 'doer', caller);
    const assignedBecause = `${handsOver ? 'handed over' : 'assigned'} by ${caller.name}${reason ? `: ${reason}` : ''}`;
    await tx.update(Task, { id: task.id }, { assigneeId, assignedBecause, revision: task.revision + 1 });
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action: 'task.assigned',
      subject: task.id,
      before: { assigneeId: task.assigneeId },
      after: { assigneeId, because: assignedBecause },
    });
    const { engagementId, releaseId, itemKey, side } = task;
    await this.outbox.add(tx, taskAssigned, { engagementId, releaseId, taskId, itemKey, side, assigneeId, dueAt: isoOrNull(task.dueAt) });
    return this.view(tx, caller, taskId);
  }

  /** The doer's word that it is done, with proof that passes; the item goes to review once every side has said so. */
  async complete(
    tx: EntityManager,
    caller: Caller,
    taskId: string,
    wanted: { comment?: string | undefined; proof: NewProof[] },
  ): Promise<TaskView> {
    const { task, release } = await this.take(tx, caller, taskId);
    const before = await this.readiness.assess(tx, release);
    const item = before.loaded.recipeItems.find((one) => one.key === task.itemKey);
    if (item?.signOff === 'by-fact') throw provedByFact(item);
    forbid(refuseCompleting(caller, task));
    if (task.status === 'done') throw taskDone();
    const failing = wanted.proof.findIndex((proof) => proof.outcome === 'fail' || proof.outcome === 'unknown');
    if (failing >= 0) {
      throw Problem.unprocessable(
        'proof-not-passing',
        'A task is completed with proof that passes.',
        'Record a failure with POST …/evidence, and complete the task when it is put right.',
        `proof[${failing}].outcome`,
      );
    }
    for (const proof of wanted.proof) await this.evidence.byCaller(tx, release, caller, task.itemKey, proof, before.loaded.people);
    await this.evidence.involve(tx, release, task.itemKey, 'doer', caller);
    const { assessment } = wanted.proof.length > 0 ? await this.readiness.assess(tx, release) : before;
    const own = assessment.items.find((one) => one.item.key === task.itemKey)?.own;
    if (own === undefined || ['no-proof', 'proof-missing-from-store'].includes(own.cause)) {
      throw Problem.unprocessable(
        'no-proof',
        'There is no proof of this item yet.',
        'Give proof with the completion, or record it first.',
        'proof',
      );
    }
    if (['proof-failed', 'proof-stale', 'proof-unknown'].includes(own.cause)) {
      throw Problem.unprocessable('proof-not-passing', own.reason, 'Give newer passing proof of the same kind and subject.', 'proof');
    }
    const completedAt = this.clock.now();
    const comment = wanted.comment ?? null;
    await tx.update(
      Task,
      { id: task.id },
      { status: 'done', completedAt, completedBy: caller.personId, comment, revision: task.revision + 1 },
    );
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action: 'task.completed',
      subject: task.id,
      before: { status: task.status },
      after: { status: 'done', comment },
    });
    const { engagementId, releaseId, itemKey, side } = task;
    await this.outbox.add(tx, taskCompleted, {
      engagementId,
      releaseId,
      taskId,
      itemKey,
      side,
      completedBy: caller.personId,
      completedAt: iso(completedAt),
    });
    await this.readiness.refresh(tx, release, 'task completed');
    return this.view(tx, caller, taskId);
  }

  private async one(tx: EntityManager, caller: Caller, taskId: string): Promise<Task> {
    const task = await tx.findOneBy(Task, { id: taskId, engagementId: caller.engagementId });
    if (task === null) throw Problem.notFound('task');
    return task;
  }

  /** The task as it is once its release is held. */
  private async take(tx: EntityManager, caller: Caller, taskId: string): Promise<{ task: Task; release: Release }> {
    const { releaseId } = await this.one(tx, caller, taskId);
    const release = await this.locked.take(tx, caller.engagementId, releaseId, 'prove');
    return { release, task: await this.one(tx, caller, taskId) };
  }

  private async views(tx: EntityManager, tasks: readonly Task[]): Promise<TaskView[]> {
    const ids = [...new Set(tasks.map((task) => task.releaseId))];
    if (ids.length === 0) return [];
    const releases = await tx.findBy(Release, { id: In(ids) });
    const assessed = await this.readiness.assessMany(tx, releases);
    return tasks.flatMap((task) => {
      const of = assessed.get(task.releaseId);
      const item = of?.assessment.items.find((one) => one.item.key === task.itemKey);
      return of && item ? [taskView(task, of.release.name, item, of.loaded.people)] : [];
    });
  }
}
