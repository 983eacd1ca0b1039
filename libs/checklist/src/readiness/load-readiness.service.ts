import { Injectable } from '@nestjs/common';
import { Members } from '@slipway/access';
import { type EntityManager, In } from 'typeorm';
import { Evidence } from '../evidence/evidence.entity';
import { People } from '../people/people';
import { applicability } from '../recipes/applies-when';
import { findRecipe, placedItems, type PlacedItem } from '../recipes/built-in-recipes';
import { InvolvementRow, type Release, ReleaseItem } from '../releases/release.entity';
import { Review, SignOff } from '../reviews/review.entity';
import { Task } from '../tasks/task.entity';
import { Waiver } from '../waivers/waiver.entity';
import type { EvidenceFact, ItemToAssess, ReadinessFacts, SignOffFact, TaskFact, WaiverFact } from './readiness-facts';

/** Everything that one assessment looks at, and the rows it came from. */
export interface LoadedRelease {
  readonly facts: ReadinessFacts;
  readonly recipeItems: readonly PlacedItem[];
  readonly people: People;
  readonly tasks: readonly Task[];
  readonly openReviews: readonly Review[];
  readonly signOffs: readonly SignOff[];
  readonly waivers: readonly Waiver[];
}

export function recipeItemsOf(release: Pick<Release, 'recipeKey' | 'recipeVersion'>): PlacedItem[] {
  const recipe = findRecipe(release.recipeKey, release.recipeVersion);
  if (recipe === null)
    throw new Error(`the recipe ${release.recipeKey} v${release.recipeVersion} of a release is not part of this version`);
  return placedItems(recipe);
}

@Injectable()
export class LoadReadiness {
  constructor(private readonly members: Members) {}

  async people(tx: EntityManager, engagementId: string): Promise<People> {
    return new People(await this.members.list(tx, engagementId));
  }

  async load(tx: EntityManager, release: Release): Promise<LoadedRelease> {
    const loaded = (await this.loadMany(tx, [release])).get(release.id);
    if (loaded === undefined) throw new Error('the release was not loaded');
    return loaded;
  }

  /** As many queries for many releases of one engagement as for one. */
  async loadMany(tx: EntityManager, releases: readonly Release[]): Promise<Map<string, LoadedRelease>> {
    const [some] = releases;
    if (some === undefined) return new Map();
    const where = { releaseId: In(releases.map((release) => release.id)) };
    const rows = {
      items: byRelease(await tx.find(ReleaseItem, { where })),
      evidence: byRelease(await tx.find(Evidence, { where, select: assessedColumns })),
      signOffs: byRelease(await tx.find(SignOff, { where })),
      waivers: byRelease(await tx.find(Waiver, { where })),
      tasks: byRelease(await tx.find(Task, { where })),
      openReviews: byRelease(await tx.find(Review, { where: { ...where, status: In(['open', 'claimed']) } })),
      involved: byRelease(await tx.find(InvolvementRow, { where })),
    };
    const people = await this.people(tx, some.engagementId);
    return new Map(
      releases.map((release) => {
        const [tasks, openReviews, signOffs, waivers] = [
          rows.tasks(release),
          rows.openReviews(release),
          rows.signOffs(release),
          rows.waivers(release),
        ];
        const recipeItems = recipeItemsOf(release);
        const rowOf = new Map(rows.items(release).map((row) => [row.itemKey, row]));
        const facts: ReadinessFacts = {
          items: recipeItems.map((item) => itemToAssess(item, release, rowOf.get(item.key))),
          evidence: rows.evidence(release).map(evidenceFact),
          signOffs: signOffs.map(signOffFact),
          waivers: waivers.map(waiverFact),
          tasks: tasks.map(taskFact),
          reviews: openReviews.map((review) => ({ reviewId: review.id, itemKey: review.itemKey, auditorId: review.auditorId })),
          involved: rows.involved(release),
          colleagues: people.colleagues,
          scope: release.scope,
        };
        return [release.id, { facts, recipeItems, people, tasks, openReviews, signOffs, waivers }];
      }),
    );
  }
}

const assessedColumns = {
  id: true,
  releaseId: true,
  itemKey: true,
  kind: true,
  subject: true,
  outcome: true,
  measuredAt: true,
  receivedAt: true,
  validUntil: true,
  byProduct: true,
  statement: true,
  hash: true,
} as const;

function byRelease<Row extends { releaseId: string }>(rows: readonly Row[]): (release: Release) => Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.releaseId);
    if (group) group.push(row);
    else groups.set(row.releaseId, [row]);
  }
  return (release) => groups.get(release.id) ?? [];
}

function itemToAssess(item: PlacedItem, release: Release, row: ReleaseItem | undefined): ItemToAssess {
  const { applies, reason } = applicability(item, { hasMobileApp: release.hasMobileApp });
  return {
    key: item.key,
    version: row?.itemVersion ?? release.recipeVersion,
    title: item.title,
    section: item.section,
    side: item.side,
    auditor: item.auditor,
    proof: item.proof,
    freshDays: item.fresh,
    signOff: item.signOff,
    fact: item.signOff === 'by-fact' ? item.fact : null,
    applies,
    doesNotApplyBecause: reason,
    evidenceCount: row?.evidenceCount ?? 0,
  };
}

const evidenceFact = (row: Evidence): EvidenceFact => ({
  itemKey: row.itemKey,
  kind: row.kind,
  subject: row.subject,
  outcome: row.outcome,
  measuredAtMs: row.measuredAt.toMillis(),
  receivedAtMs: row.receivedAt.toMillis(),
  validUntilMs: row.validUntil?.toMillis() ?? null,
  byProduct: row.byProduct,
  statement: row.statement,
  hash: row.hash,
});
const signOffFact = (row: SignOff): SignOffFact => ({
  id: row.id,
  itemKey: row.itemKey,
  itemVersion: row.itemVersion,
  scope: row.scope,
  evidenceHashes: row.evidenceHashes,
  decision: row.decision,
  decidedAtMs: row.decidedAt.toMillis(),
});
const waiverFact = (row: Waiver): WaiverFact => ({
  id: row.id,
  itemKey: row.itemKey,
  reason: row.reason,
  grantedAtMs: row.decision === 'grant' ? (row.decidedAt?.toMillis() ?? null) : null,
  revokedAtMs: row.revokedAt?.toMillis() ?? null,
  expiresAtMs: row.expiresAt.toMillis(),
});
const taskFact = (row: Task): TaskFact => ({
  taskId: row.id,
  itemKey: row.itemKey,
  side: row.side,
  status: row.status,
  assigneeId: row.assigneeId,
  comment: row.comment,
});
