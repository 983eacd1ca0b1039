import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { decodeCursor, encodeCursor, newId } from '@slipway/service-host';
import type { DateTime } from 'luxon';
import { type EntityManager, IsNull } from 'typeorm';
import { iso } from '../iso';
import { newestFirst, ReadRelease } from '../releases/read-release.service';
import { Release } from '../releases/release.entity';
import { AdviceRow } from './advice.entity';
import type { AdviceView } from './advice-schemas';
import { adviceView } from './advice-view';
import type { Advice } from './advise';

/** What a failed KPI or a surge of tickets advises to do with a release. People decide. */
@Injectable()
export class AdviceService {
  constructor(
    private readonly releases: ReadRelease,
    private readonly audit: Audit,
  ) {}

  async list(
    tx: EntityManager,
    caller: Caller,
    releaseId: string,
    query: { cursor?: string | undefined; limit: number },
  ): Promise<{ items: AdviceView[]; nextCursor: string | null }> {
    await this.releases.one(tx, caller.engagementId, releaseId);
    const find = tx
      .createQueryBuilder(AdviceRow, 'advice')
      .where('advice.releaseId = :releaseId', { releaseId })
      .orderBy('advice.at', 'DESC')
      .addOrderBy('advice.id', 'DESC')
      .take(query.limit + 1);
    if (query.cursor !== undefined) {
      const [at, id] = decodeCursor(newestFirst, query.cursor);
      find.andWhere('(advice.at, advice.id) < (:at, :id)', { at, id });
    }
    const rows = await find.getMany();
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return { items: page.map(adviceView), nextCursor: rows.length > page.length && last ? encodeCursor([iso(last.at), last.id]) : null };
  }

  /** Takes in what a signal says now: its former advice ends, and a new one stands when there is reason for it. Older news change nothing. */
  async hear(
    tx: EntityManager,
    where: { engagementId: string; releaseId: string; signal: string; source: string; at: DateTime },
    advise: (isLive: boolean) => Advice | null,
  ): Promise<void> {
    const { engagementId, releaseId, signal, source, at } = where;
    const release = await tx.findOne(Release, { where: { id: releaseId, engagementId }, lock: { mode: 'pessimistic_write' } });
    if (release === null || release.status === 'closed' || release.status === 'rolled-back') return;
    const standing = await tx.findOneBy(AdviceRow, { releaseId, signal, endedAt: IsNull() });
    if (standing && standing.at > at) return;
    const advice = advise(release.status === 'live');
    if (standing) {
      const endedBecause = advice ? 'a newer signal took its place' : 'the signal is good again';
      await tx.update(AdviceRow, { id: standing.id }, { endedAt: at, endedBecause });
    }
    if (advice) await tx.insert(AdviceRow, { id: newId(), engagementId, releaseId, ...advice, at, endedAt: null, endedBecause: null });
    if (advice || standing) {
      await this.audit.record(tx, {
        engagementId,
        actor: `system:${source}`,
        action: advice ? 'release.advised' : 'release.advice-ended',
        subject: releaseId,
        before: standing ? { advice: standing.advice, reason: standing.reason } : undefined,
        after: advice ?? undefined,
      });
    }
  }
}
