import { Module } from '@nestjs/common';
import { AccessModule } from '@slipway/access';
import { MessagingModule } from '@slipway/messaging';
import { ServiceHostModule } from '@slipway/service-host';
import { AgreeDefinitions } from './definitions/agree-definitions.service';
import { Definition, Signature } from './definitions/definition.entity';
import { KpisController } from './definitions/kpis.controller';
import { ReadDefinitions } from './definitions/read-definitions.service';
import { CloseHoursJob } from './hours/close-hours.job';
import { EventsController } from './ingestion/events.controller';
import { MeasurementStore } from './ingestion/measurement-store.service';
import { MeasurementsConsumer } from './ingestion/measurements.consumer';
import { Measurements } from './ingestion/measurements.service';
import { Rollups } from './series/rollups.service';
import { SeriesController } from './series/series.controller';
import { SeriesService } from './series/series.service';
import { TrackingController } from './tracking/tracking.controller';
import { TrackingJob } from './tracking/tracking.job';
import { TrackingService } from './tracking/tracking.service';
import { JudgeRelease } from './verdicts/judge-release.service';
import { JudgementsJob } from './verdicts/judgements.job';
import { ReleasesConsumer } from './verdicts/releases.consumer';
import { Releases } from './verdicts/releases.service';
import { Judgement, LiveRelease, Verdict } from './verdicts/verdict.entity';
import { VerdictsController } from './verdicts/verdicts.controller';

export const kpiEntities = [Definition, Signature, LiveRelease, Judgement, Verdict];

@Module({
  imports: [
    ServiceHostModule.forService({ name: 'kpi', entities: kpiEntities }),
    MessagingModule.forService('kpi'),
    AccessModule.forService('kpi'),
  ],
  controllers: [
    EventsController,
    KpisController,
    SeriesController,
    TrackingController,
    VerdictsController,
    MeasurementsConsumer,
    ReleasesConsumer,
  ],
  providers: [
    Measurements,
    MeasurementStore,
    CloseHoursJob,
    Rollups,
    SeriesService,
    ReadDefinitions,
    AgreeDefinitions,
    TrackingService,
    TrackingJob,
    JudgeRelease,
    Releases,
    JudgementsJob,
  ],
})
export class KpiModule {}
