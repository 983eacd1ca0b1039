import { Injectable } from '@nestjs/common';
import { Audit, type Caller, Members } from '@slipway/access';
import { releaseCreated, taskAssigned } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId, Problem } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { ProductFacts } from '../evidence/product-facts.service';
import { instantOf, isoOrNull } from '../iso';
import { applicability } from '../recipes/applies-when';
import { findRecipe, placedItems } from '../recipes/built-in-recipes';
import { hashOf } from '../readiness/readiness-content';
import { ReadinessService } from '../readiness/readiness.service';
import { Task } from '../tasks/task.entity';
import { proposeAssignees } from './propose-assignees';
import { proposeDueAt } from './propose-due-at';
import { Release, ReleaseItem } from './release.entity';
import { releaseFacts } from './release-events';
import type { newReleaseSchema } from './release-schemas';

type NewRelease = z.output<typeof newReleaseSchema>;
type Facts = NonNullable<Awaited<ReturnType<Members['engagement']>>>;

/** What a sign-off and a decision are given for: the component versions, whatever their order. */
export const scopeOf = (components: readonly { name: string; version: string }[]): string =>
  hashOf([...components].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, version }) => ({ name, version })));

@Injectable()
export class CreateRelease {
  constructor(
    private readonly clock: Clock,
    private readonly members: Members,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly facts: ProductFacts,
    private readonly readiness: ReadinessService,
  ) {}

  /** A release with exactly the items that apply, a task for each side that does them, and what the product knows already. */
  async create(tx: EntityManager, caller: Caller, wanted: NewRelease): Promise<Release> {
    const recipe = findRecipe(wanted.recipe.key, wanted.recipe.version);
    if (recipe === null) {
      throw Problem.unprocessable(
        'unknown-recipe',
        `There is no recipe ${wanted.recipe.key} version ${wanted.recipe.version}.`,
        'GET /api/checklist/v1/recipes lists them.',
        'recipe',
      );
    }
    const engagement = await this.members.engagement(tx, caller.engagementId);
    if (engagement === null) {
      throw Problem.unprocessable(
        'engagement-unknown',
        'The facts of this engagement have not arrived here yet.',
        'Try again in a moment; if it lasts, look at the dead letters of the checklist.',
      );
    }
    checkFacts(wanted, engagement);
    const release = this.row(caller, wanted, engagement);
    const items = placedItems(recipe).filter((item) => applicability(item, engagement.solution).applies);
    await tx.insert(Release, release as never);
    await tx.insert(
      ReleaseItem,
      items.map((item) => ({
        engagementId: caller.engagementId,
        releaseId: release.id,
        itemKey: item.key,
        itemVersion: recipe.version,
        evidenceCount: 0,
      })),
    );
    const tasks = await this.tasks(tx, release, items, engagement);
    await this.audit.record(tx, {
      engagementId: caller.engagementId,
      actor: caller,
      action: 'release.created',
      subject: release.id,
      after: { ...releaseFacts(release), items: items.length },
    });
    await this.outbox.add(tx, releaseCreated, releaseFacts(release));
    await this.outbox.addMany(
      tx,
      taskAssigned,
      tasks.flatMap(({ id, itemKey, side, assigneeId, dueAt }) =>
        assigneeId === null
          ? []
          : [{ engagementId: caller.engagementId, releaseId: release.id, taskId: id, itemKey, side, assigneeId, dueAt: isoOrNull(dueAt) }],
      ),
    );
    await this.facts.seed(tx, release);
    await this.readiness.refresh(tx, release, 'release created');
    return release;
  }

  private row(caller: Caller, wanted: NewRelease, engagement: Facts): Release {
    const now = this.clock.now();
    const { name, kind, environment, components, features } = wanted;
    const at = (text: string | null): DateTime | null => (text === null ? null : instantOf(text));
    return {
      id: newId(),
      engagementId: caller.engagementId,
      revision: 1,
      name,
      kind,
      status: 'preparing',
      recipeKey: wanted.recipe.key,
      recipeVersion: wanted.recipe.version,
      environment,
      components,
      features,
      hasMobileApp: engagement.solution.hasMobileApp,
      scope: scopeOf(components),
      notBefore: at(wanted.notBefore),
      latestAt: at(wanted.latestAt),
      createdAt: now,
      createdBy: caller.personId,
      liveAt: null,
      rolledBackAt: null,
      closedAt: null,
      outcome: null,
      endReason: null,
      ready: false,
      done: 0,
      total: 0,
      blockers: [],
      readinessHash: '',
      readinessRevision: 0,
      readinessTakenAt: now,
      nextChangeAt: null,
    };
  }

  private async tasks(tx: EntityManager, release: Release, items: ReturnType<typeof placedItems>, engagement: Facts): Promise<Task[]> {
    const wanted = items.flatMap((item) =>
      (item.side === 'both' ? (['client', 'vendor'] as const) : [item.side]).map((side) => ({
        itemKey: item.key,
        side,
        auditorDepartment: item.auditor,
        factRole: item.signOff === 'by-fact' ? item.fact.role : null,
      })),
    );
    const people = await this.members.list(tx, release.engagementId, { active: true });
    const now = this.clock.now();
    const target = release.notBefore ?? release.latestAt;
    const dueAt = { client: proposeDueAt(target, engagement.client.zone, now), vendor: proposeDueAt(target, engagement.vendor.zone, now) };
    const tasks = proposeAssignees(wanted, people).map(({ itemKey, side, assigneeId, because }): Task => ({
      id: newId(),
      engagementId: release.engagementId,
      releaseId: release.id,
      itemKey,
      side,
      status: 'open',
      assigneeId,
      assignedBecause: because,
      dueAt: dueAt[side],
      completedAt: null,
      completedBy: null,
      comment: null,
      revision: 1,
    }));
    await tx.insert(Task, tasks as never);
    return tasks;
  }
}

/** What of a release must fit the solution of its engagement. */
export function checkFacts(
  wanted: Partial<Pick<NewRelease, 'environment' | 'features' | 'notBefore' | 'latestAt'>>,
  { solution }: Facts,
): void {
  if (wanted.environment !== undefined && !solution.environments.includes(wanted.environment)) {
    throw Problem.unprocessable(
      'unknown-environment',
      `The solution has no environment ${wanted.environment}.`,
      `It has: ${solution.environments.join(', ')}.`,
      'environment',
    );
  }
  const keys = solution.features.map((feature) => feature.key);
  const unknown = (wanted.features ?? []).filter((feature) => !keys.includes(feature));
  if (unknown.length > 0) {
    throw Problem.unprocessable(
      'unknown-feature',
      `The solution has no feature ${unknown.join(', ')}.`,
      `It has: ${keys.join(', ') || 'none'}.`,
      'features',
    );
  }
  const { notBefore, latestAt } = wanted;
  if (notBefore && latestAt && instantOf(latestAt) <= instantOf(notBefore)) {
    throw Problem.unprocessable(
      'deadline-order',
      'The latest instant is not after the earliest one.',
      'Give a latestAt after notBefore.',
      'latestAt',
    );
  }
}
