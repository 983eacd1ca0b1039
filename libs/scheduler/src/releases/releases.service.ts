import { Injectable } from '@nestjs/common';
import { Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { WindowSubject } from '../windows/window-inputs.service';
import { windowWish, type WindowWish } from '../windows/window-schema';
import { ReleaseEntity } from './release.entity';

export interface WindowPlan {
  revision: number;
  wish: WindowWish;
}

/** Releases of the projection, and what their windows should be like. */
@Injectable()
export class Releases {
  /** @throws Problem 404 */
  async require(tx: EntityManager, engagementId: string, releaseId: string): Promise<ReleaseEntity> {
    const release = await tx.findOneBy(ReleaseEntity, { engagementId, releaseId });
    if (!release) throw Problem.notFound('release');
    return release;
  }

  /**
   * As {@link require}, and changes of the release's windows and its end wait for each other. Not a lock of the row: whoever marks releases as stale
   * would wait for it and could wait for ever.
   */
  async requireAlone(tx: EntityManager, engagementId: string, releaseId: string): Promise<ReleaseEntity> {
    await this.alone(tx, releaseId);
    return this.require(tx, engagementId, releaseId);
  }

  async alone(tx: EntityManager, releaseId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`scheduler:release:${releaseId}`]);
  }

  async plan(tx: EntityManager, releaseId: string): Promise<WindowPlan> {
    const [row] = (await tx.query(`SELECT revision, wish FROM scheduler.window_plans WHERE release_id = $1`, [releaseId])) as WindowPlan[];
    return row ? { revision: row.revision, wish: windowWish.parse(row.wish) } : { revision: 0, wish: windowWish.parse({}) };
  }

  subjectOf({ engagementId, environment, features, releaseId }: ReleaseEntity, wish: WindowWish): WindowSubject {
    return { engagementId, environment, features, releaseId, requiredRoles: wish.requiredRoles };
  }
}

export const isOpen = ({ status }: Pick<ReleaseEntity, 'status'>): boolean => status === 'preparing' || status === 'decided';
