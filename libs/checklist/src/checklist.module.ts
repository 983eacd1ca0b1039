import { Module } from '@nestjs/common';
import { AccessModule } from '@slipway/access';
import { MessagingModule } from '@slipway/messaging';
import { ServiceHostModule } from '@slipway/service-host';
import { AdviceConsumer } from './advice/advice.consumer';
import { AdviceController } from './advice/advice.controller';
import { AdviceRow } from './advice/advice.entity';
import { AdviceService } from './advice/advice.service';
import { Decision, DecisionVote } from './decisions/decision.entity';
import { DecisionsController } from './decisions/decisions.controller';
import { DecisionsService } from './decisions/decisions.service';
import { EvidenceController } from './evidence/evidence.controller';
import { EngagementFact, Evidence } from './evidence/evidence.entity';
import { FactsConsumer } from './evidence/facts.consumer';
import { ProductFacts } from './evidence/product-facts.service';
import { RecordEvidence } from './evidence/record-evidence.service';
import { LoadReadiness } from './readiness/load-readiness.service';
import { ReadinessController } from './readiness/readiness.controller';
import { ReadinessJob } from './readiness/readiness.job';
import { ReadinessService } from './readiness/readiness.service';
import { ReadinessSnapshot } from './readiness/readiness-snapshot.entity';
import { RecipesController } from './recipes/recipes.controller';
import { ChangeRelease } from './releases/change-release.service';
import { CreateRelease } from './releases/create-release.service';
import { LockedRelease } from './releases/locked-release.service';
import { ReadRelease } from './releases/read-release.service';
import { InvolvementRow, Release, ReleaseItem } from './releases/release.entity';
import { ReleasesController } from './releases/releases.controller';
import { Review, SignOff } from './reviews/review.entity';
import { ReviewsController } from './reviews/reviews.controller';
import { ReviewsService } from './reviews/reviews.service';
import { Task } from './tasks/task.entity';
import { TasksController } from './tasks/tasks.controller';
import { TasksService } from './tasks/tasks.service';
import { Waiver } from './waivers/waiver.entity';
import { WaiversController } from './waivers/waivers.controller';
import { WaiversService } from './waivers/waivers.service';

export const checklistEntities = [
  Release,
  ReleaseItem,
  InvolvementRow,
  Evidence,
  EngagementFact,
  Task,
  Review,
  SignOff,
  Waiver,
  ReadinessSnapshot,
  Decision,
  DecisionVote,
  AdviceRow,
];

@Module({
  imports: [
    ServiceHostModule.forService({ name: 'checklist', entities: checklistEntities }),
    MessagingModule.forService('checklist'),
    AccessModule.forService('checklist'),
  ],
  controllers: [
    RecipesController,
    ReleasesController,
    ReadinessController,
    EvidenceController,
    TasksController,
    ReviewsController,
    WaiversController,
    DecisionsController,
    AdviceController,
    FactsConsumer,
    AdviceConsumer,
  ],
  providers: [
    LoadReadiness,
    ReadinessService,
    ReadinessJob,
    LockedRelease,
    ReadRelease,
    CreateRelease,
    ChangeRelease,
    RecordEvidence,
    ProductFacts,
    TasksService,
    ReviewsService,
    WaiversService,
    DecisionsService,
    AdviceService,
  ],
})
export class ChecklistModule {}
