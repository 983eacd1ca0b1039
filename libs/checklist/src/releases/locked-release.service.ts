import { Injectable } from '@nestjs/common';
import { Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { Release } from './release.entity';
import { type ReleaseAction, refuseAction } from './release-lifecycle';

/** Takes a release for a change: whoever changes anything of a release holds its row, so that changes of one release follow each other. */
@Injectable()
export class LockedRelease {
  /** @throws Problem 404 for a release of another engagement, 409 when its status does not allow the action */
  async take(tx: EntityManager, engagementId: string, releaseId: string, action: ReleaseAction): Promise<Release> {
    const release = await tx.findOne(Release, { where: { id: releaseId, engagementId }, lock: { mode: 'pessimistic_write' } });
    if (release === null) throw Problem.notFound('release');
    const refusal = refuseAction(release.status, action);
    if (refusal) throw Problem.conflict(refusal.code, refusal.detail, refusal.remedy);
    return release;
  }

  /** Every release of the engagement that still takes proof, locked in a fixed order before anything else is. */
  async takeOpen(tx: EntityManager, engagementId: string): Promise<Release[]> {
    return tx
      .createQueryBuilder(Release, 'release')
      .setLock('pessimistic_write')
      .where('release.engagementId = :engagementId AND release.status IN (:...open)', { engagementId, open: ['preparing', 'decided'] })
      .orderBy('release.id')
      .getMany();
  }
}
