import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, DueWork, Problem, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import { LessThanOrEqual } from 'typeorm';
import { ReleaseEntity } from '../releases/release.entity';
import { isOpen, Releases } from '../releases/releases.service';
import { recommendWork } from '../releases/stale-releases.service';
import { Recommendations } from './recommendations.service';

const atOnce = 20;
/** Without any change the windows are looked at again after this long: the horizon moves on. */
const againAfterMinutes = 60;
const postponeMinutes = 5;

/** Recommends for releases whose inputs changed or whose hour has come. */
@Injectable()
export class RecommendDueJob implements OnModuleInit {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
    private readonly recommendations: Recommendations,
    private readonly releases: Releases,
    private readonly clock: Clock,
    private readonly log: ServiceLog,
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
    for (const { releaseId, engagementId } of due) worked += await this.recommendOrPostpone(engagementId, releaseId);
    return worked;
  }

  /** One release that cannot be computed must not hold the others up. */
  private async recommendOrPostpone(engagementId: string, releaseId: string): Promise<number> {
    try {
      return await this.recommend(engagementId, releaseId);
    } catch (error) {
      if (error instanceof Problem && error.status === 503) throw error;
      const cause = error instanceof Error ? error.message : String(error);
      this.log.warn({ engagementId, releaseId, cause }, 'windows could not be computed and are tried again later');
      const recommendAt = this.clock.now().plus({ minutes: postponeMinutes });
      await this.db.inEngagement(engagementId, (tx) => tx.update(ReleaseEntity, { releaseId }, { recommendAt }));
      return 1;
    }
  }

  private recommend(engagementId: string, releaseId: string): Promise<number> {
    return this.db.inEngagement(engagementId, async (tx) => {
      await this.releases.alone(tx, releaseId);
      const release = await tx.findOneBy(ReleaseEntity, { releaseId, recommendAt: LessThanOrEqual(this.clock.now()) });
      if (!release) return 0;
      if (isOpen(release)) await this.recommendations.recommend(tx, release, release.staleBecause);
      const recommendAt = isOpen(release) ? this.clock.now().plus({ minutes: againAfterMinutes }) : null;
      await tx.query(`UPDATE scheduler.releases SET recommend_at = $3, stale_because = '{}' WHERE release_id = $1 AND stale_marks = $2`, [
        releaseId,
        release.staleMarks,
        recommendAt?.toISO() ?? null,
      ]);
      return 1;
    });
  }
}
