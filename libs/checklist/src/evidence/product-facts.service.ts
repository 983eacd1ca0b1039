import { Injectable } from '@nestjs/common';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { instantOf, iso, isoOrNull } from '../iso';
import { ReadinessService } from '../readiness/readiness.service';
import { LockedRelease } from '../releases/locked-release.service';
import { Release } from '../releases/release.entity';
import { refuseAction } from '../releases/release-lifecycle';
import { EngagementFact } from './evidence.entity';
import type { ProductFact } from './facts-from-events';
import { RecordEvidence } from './record-evidence.service';

/** Turns what the product observed into proof of the releases it speaks about. */
@Injectable()
export class ProductFacts {
  constructor(
    private readonly clock: Clock,
    private readonly locked: LockedRelease,
    private readonly record: RecordEvidence,
    private readonly readiness: ReadinessService,
  ) {}

  /** A fact of the whole engagement: proof for every release that still takes proof, remembered for those to come. */
  async ofEngagement(tx: EntityManager, engagementId: string, fact: ProductFact): Promise<void> {
    const releases = await this.locked.takeOpen(tx, engagementId);
    await tx.insert(EngagementFact, {
      id: newId(),
      engagementId,
      itemKey: fact.itemKey,
      kind: fact.kind,
      subject: fact.subject,
      outcome: fact.outcome,
      measuredAt: instantOf(fact.measuredAt),
      receivedAt: this.clock.now(),
      validUntil: fact.validUntil === null ? null : instantOf(fact.validUntil),
      source: fact.source,
      statement: fact.statement,
      body: fact.body as never,
    });
    for (const release of releases) await this.prove(tx, release, fact);
  }

  /** A fact of one release. A release that no longer takes proof is passed over, as is one that is not known here. */
  async ofRelease(
    tx: EntityManager,
    engagementId: string,
    releaseId: string,
    applies: (release: Release) => ProductFact | null,
  ): Promise<void> {
    const release = await tx.findOne(Release, { where: { id: releaseId, engagementId }, lock: { mode: 'pessimistic_write' } });
    if (release === null || refuseAction(release.status, 'prove') !== null) return;
    const fact = applies(release);
    if (fact) await this.prove(tx, release, fact);
  }

  /** Gives a new release what is known already: the latest fact of each kind. */
  async seed(tx: EntityManager, release: Release): Promise<void> {
    const latest = await tx
      .createQueryBuilder(EngagementFact, 'fact')
      .distinctOn(['fact.itemKey', 'fact.kind', 'fact.subject'])
      .where('fact.engagementId = :engagementId', { engagementId: release.engagementId })
      .orderBy('fact.itemKey')
      .addOrderBy('fact.kind')
      .addOrderBy('fact.subject')
      .addOrderBy('fact.measuredAt', 'DESC')
      .addOrderBy('fact.id', 'DESC')
      .getMany();
    for (const fact of latest) {
      await this.record.byProduct(tx, release, { ...fact, measuredAt: iso(fact.measuredAt), validUntil: isoOrNull(fact.validUntil) });
    }
  }

  private async prove(tx: EntityManager, release: Release, fact: ProductFact): Promise<void> {
    await this.record.byProduct(tx, release, fact);
    await this.readiness.refresh(tx, release, `fact of ${fact.itemKey}`);
  }
}
