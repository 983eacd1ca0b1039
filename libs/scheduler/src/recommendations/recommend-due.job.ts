import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, ServiceDatabase } from '@slipway/service-host';
import { LessThanOrEqual } from 'typeorm';
import { ReleaseEntity } from '../releases/release.entity';
import { isOpen, Releases } from '../releases/releases.service';
import { recommendWork } from '../releases/stale-releases.service';
import { Recommendations } from './recommendations.service';

const atOnce = 20;
/** Without any change the windows are looked at again after this long: the horizon moves on. */
const againAfterMinutes = 60;

/** Recommends for releases whose inputs changed or whose hour has come. */
@Injectable()
export class RecommendDueJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
    private readonly recommendations: Recommendations,
    private readonly releases: Releases,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.dueWork.register(recommendWork, 15, () => this.run());
  }

  private async run(): Promise<number> {
    const now = this.clock.now().toISO();
    const due = (await this.db.across('find due recommendations', (tx) =>
      tx.query(
        `SELECT release_id AS "releaseId", engagement_id AS "engagementId" FROM scheduler.releases WHERE recommend_at <= $1 ORDER BY recommend_at LIMIT $2`,
        [now, atOnce],
      ),
    )) as { releaseId: string; engagementId: string }[];
    let worked = 0;
    for (const { releaseId, engagementId } of due) worked += await this.recommend(engagementId, releaseId);
    return worked;
  }

  private recommend(engagementId: string, releaseId: string): Promise<number> {
    return this.db.inEngagement(engagementId, async (tx) => {
      await this.releases.alone(tx, releaseId);
      const release = await tx.findOneBy(ReleaseEntity, { releaseId, recommendAt: LessThanOrEqual(this.clock.now()) });
      if (!release) return 0;
      if (isOpen(release)) await this.recommendations.recommend(tx, release, release.staleBecause);
      const recommendAt = isOpen(release) ? this.clock.now().plus({ minutes: againAfterMinutes }) : null;
      await tx.query(
        `UPDATE scheduler.releases SET recommend_at = $3, stale_because = '{}'
         WHERE release_id = $1 AND recommend_at = $2 AND cardinality(stale_because) = $4`,
        [releaseId, release.recommendAt?.toISO(), recommendAt?.toISO() ?? null, release.staleBecause.length],
      );
      return 1;
    });
  }
}
