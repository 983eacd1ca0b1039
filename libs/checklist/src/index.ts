import { accessMigrations } from '@slipway/access';
import { messagingMigrations } from '@slipway/messaging';
import type { ServiceDefinition } from '@slipway/service-host';
import { checklistEntities, ChecklistModule } from './checklist.module';
import { InitialChecklist1764000100000 } from './migrations/1764000100000-initial-checklist';

export const checklistService: ServiceDefinition = {
  name: 'checklist',
  title: 'Checklist',
  description: 'Releases, what must be true before they ship, its proof, its reviews, and the decision of both sides.',
  module: ChecklistModule,
  entities: checklistEntities,
  migrations: [...messagingMigrations('checklist'), ...accessMigrations('checklist'), InitialChecklist1764000100000],
};

export type { AdviceView } from './advice/advice-schemas';
export type { DecisionView, Vote } from './decisions/decision-schemas';
export type { EvidenceView, NewEvidence, NewProof } from './evidence/evidence-schemas';
export type { Actor, Blocker, ItemCause, ItemStanding, Readiness, ReadinessSnapshotView } from './readiness/readiness-schemas';
export type { RecipeView } from './recipes/recipe-schemas';
export type { ReleaseItemView, ReleaseStatus, ReleaseSummary, ReleaseView } from './releases/release-schemas';
export type { ReviewView, SignOffView } from './reviews/review-schemas';
export type { ItemState, Outcome, Person } from './schema-parts';
export type { TaskStatus, TaskView } from './tasks/task-schemas';
export type { WaiverView } from './waivers/waiver-schemas';
