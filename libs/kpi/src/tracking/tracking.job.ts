import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import { TrackingService } from './tracking.service';
import { trackingWork } from './tracking-times';

const sweepSeconds = 60;
const engagementsPerRun = 50;

@Injectable()
export class TrackingJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly tracking: TrackingService,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(trackingWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const due = await this.db.across('find engagements whose tracking is looked at', async (tx) => {
      return (await tx.query(`SELECT engagement_id FROM kpi.tracking WHERE due_at <= $1 ORDER BY due_at LIMIT ${engagementsPerRun}`, [
        this.clock.now().toISO(),
      ])) as { engagement_id: string }[];
    });
    for (const { engagement_id: engagementId } of due) {
      await this.db.inEngagement(engagementId, async (tx) => {
        const [row] = (await tx.query('SELECT due_at <= $2 AS due FROM kpi.tracking WHERE engagement_id = $1 FOR UPDATE SKIP LOCKED', [
          engagementId,
          this.clock.now().toISO(),
        ])) as { due: boolean }[];
        if (row?.due) await this.tracking.observe(tx, engagementId);
      });
    }
    return due.length;
  }
}
