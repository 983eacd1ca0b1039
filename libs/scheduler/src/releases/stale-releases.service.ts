import { Injectable } from '@nestjs/common';
import { Clock, DueWork } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';

/** Which recommendations a change concerns. */
export interface ChangeScope {
  engagementId: string;
  /** Why, in words that people read in the next recommendation. */
  because: string;
  releaseId?: string;
  environment?: string | null;
  features?: readonly string[];
  /** Changes that come in bursts wait this long for each other. */
  delaySeconds?: number;
}

export const recommendWork = 'recommend';

/** Marks open releases whose windows must be computed again; the rows are the truth, the wake-up a hint. */
@Injectable()
export class StaleReleases {
  constructor(
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
  ) {}

  async mark(tx: EntityManager, scope: ChangeScope): Promise<void> {
    const dueAt = this.clock.now().plus({ seconds: scope.delaySeconds ?? 0 });
    await tx.query(
      `WITH concerned AS (
         SELECT release_id FROM scheduler.releases
         WHERE engagement_id = $1 AND status IN ('preparing', 'decided')
           AND ($4::uuid IS NULL OR release_id = $4) AND ($5::text IS NULL OR environment = $5)
           AND ($6::text[] IS NULL OR features = '{}' OR features && $6)
         ORDER BY release_id FOR UPDATE)
       UPDATE scheduler.releases r
       SET stale_marks = stale_marks % 1000000000 + 1, recommend_at = LEAST(recommend_at, $3::timestamptz),
           stale_because = CASE WHEN $2 = ANY (stale_because) OR cardinality(stale_because) >= 20 THEN stale_because ELSE stale_because || $2::text END
       FROM concerned WHERE r.release_id = concerned.release_id`,
      [scope.engagementId, scope.because, dueAt.toISO(), scope.releaseId ?? null, scope.environment ?? null, scope.features ?? null],
    );
    if (scope.delaySeconds) await this.dueWork.wakeAt(recommendWork, dueAt);
    else await this.dueWork.wakeNow(recommendWork);
  }
}
