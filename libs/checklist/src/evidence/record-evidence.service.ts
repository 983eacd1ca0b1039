import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { Clock, newId, Problem } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { instantOf, iso, isoOrNull } from '../iso';
import type { People } from '../people/people';
import type { PlacedItem } from '../recipes/built-in-recipes';
import { recipeItemsOf } from '../readiness/load-readiness.service';
import { InvolvementRow, type Release, ReleaseItem } from '../releases/release.entity';
import { clockSkewMs } from '../releases/release-lifecycle';
import { contentHash } from './content-hash';
import { Evidence } from './evidence.entity';
import type { NewProof } from './evidence-schemas';
import type { ProductFact } from './facts-from-events';

/** Writes proof down. Callers hold the release and recompute readiness afterwards. */
@Injectable()
export class RecordEvidence {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * Proof given by a person or a machine of theirs; the same content twice is stored once.
   * @throws Problem 422 for proof from the future, of a fact that only the product observes, or by an unknown producer
   */
  async byCaller(tx: EntityManager, release: Release, caller: Caller, itemKey: string, proof: NewProof, people: People): Promise<Evidence> {
    const item = await this.itemFor(tx, release, itemKey);
    if (item.signOff === 'by-fact') throw provedByFact(item);
    const now = this.clock.now();
    const measuredAt = proof.measuredAt === undefined ? now : instantOf(proof.measuredAt);
    if (measuredAt.toMillis() > now.toMillis() + clockSkewMs) {
      throw Problem.unprocessable(
        'evidence-from-the-future',
        'It was measured more than 5 minutes ahead of now.',
        'Correct the clock of the source, or send measuredAt in UTC or with its offset.',
        'measuredAt',
      );
    }
    const producerId = proof.producerId ?? caller.personId;
    const producer = people.find(producerId);
    if (producer === null) {
      throw Problem.unprocessable(
        'unknown-producer',
        'The producer is not a member of this engagement.',
        'Name a member, or leave producerId out when it is you.',
        'producerId',
      );
    }
    const row = {
      ...rowOf(release, itemKey, proof, measuredAt, now),
      byProduct: false,
      producerId,
      recordedBy: caller.personId,
    };
    const stored = await this.insert(tx, row, producerId);
    await this.involve(tx, release, itemKey, 'producer', producer);
    await this.involve(tx, release, itemKey, 'producer', caller);
    if (stored.id === row.id) {
      await this.audit.record(tx, {
        engagementId: release.engagementId,
        actor: caller,
        action: 'evidence.recorded',
        subject: release.id,
        after: auditOf(stored),
      });
    }
    return stored;
  }

  /**
   * A fact that the product observed. Items that the release does not have are passed over. Facts of one kind come as an ordered stream:
   * within a second that order decides, because two of them may carry the same instant.
   */
  async byProduct(tx: EntityManager, release: Release, fact: ProductFact): Promise<void> {
    const known = await tx.existsBy(ReleaseItem, { releaseId: release.id, itemKey: fact.itemKey });
    if (!known) return;
    const now = this.clock.now();
    const proof = { ...fact, statement: fact.statement, link: undefined };
    const measuredAt = await this.afterLatest(tx, release, fact);
    const row = { ...rowOf(release, fact.itemKey, proof, measuredAt, now), byProduct: true, producerId: null, recordedBy: null };
    row.validUntil = fact.validUntil === null ? null : instantOf(fact.validUntil);
    const stored = await this.insert(tx, row, null);
    if (stored.id === row.id) {
      await this.audit.record(tx, {
        engagementId: release.engagementId,
        actor: `system:${fact.source.split('/').at(-1) ?? 'slipway'}`,
        action: 'evidence.observed',
        subject: release.id,
        after: auditOf(stored),
      });
    }
  }

  /** Notes that somebody had a hand in an item, with the department of this moment. */
  async involve(
    tx: EntityManager,
    release: Release,
    itemKey: string,
    as: 'doer' | 'producer',
    person: { personId: string; side: 'client' | 'vendor'; department: string },
  ): Promise<void> {
    const { personId, side, department } = person;
    await tx
      .createQueryBuilder()
      .insert()
      .into(InvolvementRow)
      .values({ engagementId: release.engagementId, releaseId: release.id, itemKey, personId, side, department, as, at: this.clock.now() })
      .orIgnore()
      .execute();
  }

  private async afterLatest(tx: EntityManager, release: Release, fact: ProductFact): Promise<DateTime> {
    const measuredAt = instantOf(fact.measuredAt);
    const { itemKey, kind, subject } = fact;
    const latest = await tx.findOne(Evidence, {
      where: { releaseId: release.id, itemKey, kind, subject, byProduct: true },
      order: { measuredAt: 'DESC' },
    });
    const ahead = latest === null ? -1 : latest.measuredAt.toMillis() - measuredAt.toMillis();
    return latest !== null && ahead >= 0 && ahead < 1_000 ? latest.measuredAt.plus({ milliseconds: 1 }) : measuredAt;
  }

  private async itemFor(tx: EntityManager, release: Release, itemKey: string): Promise<PlacedItem> {
    const item = recipeItemsOf(release).find((one) => one.key === itemKey);
    if (item === undefined || !(await tx.existsBy(ReleaseItem, { releaseId: release.id, itemKey }))) {
      throw Problem.unprocessable('unknown-item', `This release has no item ${itemKey}.`, 'GET the release to see its items.', 'itemKey');
    }
    return item;
  }

  private async insert(tx: EntityManager, row: Omit<Evidence, 'hash'>, producerId: string | null): Promise<Evidence> {
    const hash = contentHash({ ...row, producerId, measuredAt: iso(row.measuredAt), validUntil: isoOrNull(row.validUntil) });
    const known = await tx.findOneBy(Evidence, { releaseId: row.releaseId, hash });
    if (known) return known;
    await tx.insert(Evidence, { ...row, hash, body: (row.body ?? null) as never });
    await tx.increment(ReleaseItem, { releaseId: row.releaseId, itemKey: row.itemKey }, 'evidenceCount', 1);
    return { ...row, hash };
  }
}

export const provedByFact = (item: PlacedItem): Problem =>
  Problem.unprocessable(
    'proved-by-fact',
    `Slipway observes ${item.key} by itself: ${item.signOff === 'by-fact' ? item.fact.becomesTrueWhen : 'nobody can claim it'}.`,
    'Make that happen; nobody can claim it by hand. For an exception request a waiver.',
    'itemKey',
  );

const auditOf = ({ id, itemKey, kind, subject, outcome, source, hash }: Evidence) => ({
  evidenceId: id,
  itemKey,
  kind,
  subject,
  outcome,
  source,
  hash,
});

function rowOf(
  release: Release,
  itemKey: string,
  proof: Pick<NewProof, 'kind' | 'subject' | 'outcome' | 'source' | 'statement' | 'link'> & { body?: Record<string, unknown> | undefined },
  measuredAt: DateTime,
  receivedAt: DateTime,
) {
  return {
    id: newId(),
    engagementId: release.engagementId,
    releaseId: release.id,
    itemKey,
    kind: proof.kind,
    subject: proof.subject,
    outcome: proof.outcome,
    measuredAt,
    receivedAt,
    validUntil: null as DateTime | null,
    source: proof.source,
    statement: proof.statement ?? null,
    link: proof.link ?? null,
    body: (proof.body ?? null) as Record<string, unknown> | null,
  };
}
