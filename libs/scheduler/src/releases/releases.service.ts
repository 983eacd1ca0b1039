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
  async require(tx: EntityManager, engagementId: string, releaseId: string, lock = false): Promise<ReleaseEntity> {
    const release = await tx.findOne(ReleaseEntity, {
      where: { engagementId, releaseId },
      ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
    });
    if (!release) throw Problem.notFound('release');
    return release;
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
