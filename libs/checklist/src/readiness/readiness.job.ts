import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import { Release } from '../releases/release.entity';
import { readinessDueWork, ReadinessService } from './readiness.service';

const sweepSeconds = 60;
const batch = 50;

/** Readiness that changes by time alone: proof goes stale, a waiver expires, a booked window passes. */
@Injectable()
export class ReadinessJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly readiness: ReadinessService,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(readinessDueWork, sweepSeconds, () => this.run());
  }

  private async run(): Promise<number> {
    const now = this.clock.now();
    const due = await this.db.across('find releases whose readiness changes by time', (tx) =>
      tx
        .createQueryBuilder(Release, 'release')
        .select(['release.id', 'release.engagementId'])
        .where('release.nextChangeAt <= :now AND release.status IN (:...open)', { now: now.toJSDate(), open: ['preparing', 'decided'] })
        .orderBy('release.nextChangeAt')
        .limit(batch)
        .getMany(),
    );
    let worked = 0;
    for (const { id, engagementId } of due) worked += await this.refresh(engagementId, id);
    return worked;
  }

  private refresh(engagementId: string, id: string): Promise<number> {
    return this.db.inEngagement(engagementId, async (tx) => {
      const release = await tx.findOne(Release, {
        where: { id, engagementId },
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      if (release === null || release.nextChangeAt === null || release.nextChangeAt > this.clock.now()) return 0;
      await this.readiness.refresh(tx, release, 'time passed');
      return 1;
    });
  }
}
