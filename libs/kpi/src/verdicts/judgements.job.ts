import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import type { ScheduledStage } from './comparison-blocks';
import { judgementWork, Releases } from './releases.service';

const sweepSeconds = 60;
const judgementsPerRun = 20;

@Injectable()
export class JudgementsJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly releases: Releases,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(judgementWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const due = await this.db.across('find judgements that are due', async (tx) => {
      return (await tx.query(
        `SELECT engagement_id, release_id, stage FROM kpi.judgements WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at LIMIT ${judgementsPerRun}`,
        [this.clock.now().toISO()],
      )) as { engagement_id: string; release_id: string; stage: ScheduledStage }[];
    });
    let judged = 0;
    for (const { engagement_id: engagementId, release_id: releaseId, stage } of due) {
      if (await this.db.inEngagement(engagementId, (tx) => this.releases.judgeDue(tx, engagementId, releaseId, stage))) judged += 1;
    }
    return judged;
  }
}
