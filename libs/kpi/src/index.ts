import { accessMigrations } from '@slipway/access';
import { messagingMigrations } from '@slipway/messaging';
import type { ServiceDefinition } from '@slipway/service-host';
import { kpiEntities, KpiModule } from './kpi.module';
import { InitialKpi1764000200000 } from './migrations/1764000200000-initial-kpi';

export type { DefinitionAnswer, KpiAnswer, KpiHistory } from './definitions/definition-answers';
export type { DefinitionInput, NewDefinition } from './definitions/definition-input';
export type { Aggregate, Formula, Ratio } from './definitions/formula';
export type { AcceptedAnswer } from './ingestion/event-schemas';
export { KpiModule } from './kpi.module';
export type { MeasurePage, SeriesAnswer } from './series/series-schemas';
export type { TrackingAnswer } from './tracking/tracking-schemas';
export type { ReleaseVerdicts, VerdictAnswer } from './verdicts/verdict-schemas';

export const kpiService: ServiceDefinition = {
  name: 'kpi',
  title: 'KPIs',
  description: 'Definitions that both sides agreed to, measurements, what they add up to, and the verdict after a release.',
  module: KpiModule,
  entities: kpiEntities,
  migrations: [...messagingMigrations('kpi'), ...accessMigrations('kpi'), InitialKpi1764000200000],
};
