import { Injectable } from '@nestjs/common';
import { Members } from '@slipway/access';
import { verdictReached } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, newId } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import type { Definition } from '../definitions/definition.entity';
import { isoOf } from '../definitions/definition-view';
import { aggregatesOf, formulaQuotient, isAdditive } from '../definitions/formula';
import { ReadDefinitions } from '../definitions/read-definitions.service';
import { Rollups, type RollupRow } from '../series/rollups.service';
import { comparisonBlocks, spanOf, type ComparisonBlocks, type Stage } from './comparison-blocks';
import { judgeKpi, type HourlyPoint, type KpiVerdict } from './judge-kpi';
import { Verdict, type LiveRelease } from './verdict.entity';

const hourMs = 3_600_000;

/** Judges the agreed KPIs of an engagement after one of its releases. */
@Injectable()
export class JudgeRelease {
  constructor(
    private readonly clock: Clock,
    private readonly members: Members,
    private readonly outbox: Outbox,
    private readonly definitions: ReadDefinitions,
    private readonly rollups: Rollups,
  ) {}

  /**
   * Judges by what was measured from going live to `until`, in the client's zone, and tells the verdicts.
   * @returns how many KPIs were judged
   */
  async judge(tx: EntityManager, release: LiveRelease, stage: Stage, until: DateTime, judgedBy: string | null): Promise<number> {
    const { engagementId, releaseId, liveAt } = release;
    const zone = (await this.members.engagement(tx, engagementId))?.client.zone ?? 'UTC';
    const agreed = await this.definitions.agreed(tx, engagementId);
    if (agreed.length === 0) return 0;
    const blocks = comparisonBlocks(zone, liveAt.toMillis(), until.toMillis());
    const points = blocks ? await this.pointsOf(tx, engagementId, agreed, blocks) : agreed.map(() => new Map<number, HourlyPoint>());
    const judgedAt = this.clock.now();
    const span = blocks ? { from: blocks.after[0].startMs, to: blocks.after[blocks.after.length - 1].endMs } : null;
    const verdicts = agreed.map((definition, i) => {
      const { guardrails, ...facts } = judgedFacts(definition);
      const { interval, ...found } = judgeKpi({ guardrails, ...facts }, blocks, points[i]);
      return tx.create(Verdict, {
        verdictId: newId(),
        engagementId,
        releaseId,
        kpiKey: definition.key,
        version: definition.version,
        kpiName: definition.name,
        unit: definition.unit,
        stage,
        ...(found as Omit<KpiVerdict, 'interval'>),
        lowPercent: interval?.lowPercent ?? null,
        highPercent: interval?.highPercent ?? null,
        afterFrom: span ? DateTime.fromMillis(span.from, { zone: 'utc' }) : liveAt,
        afterTo: span ? DateTime.fromMillis(span.to, { zone: 'utc' }) : liveAt,
        judgedAt,
        judgedBy,
      });
    });
    await tx.insert(Verdict, verdicts);
    await this.outbox.addMany(
      tx,
      verdictReached,
      verdicts.map(({ kpiKey, version, verdict, reason, before, after }) => ({
        engagementId,
        releaseId,
        kpiKey,
        version,
        verdict,
        reason,
        before,
        after,
        judgedAt: isoOf(judgedAt),
      })),
    );
    return verdicts.length;
  }

  /** The hourly values of each definition over the span of all blocks. */
  private async pointsOf(
    tx: EntityManager,
    engagementId: string,
    definitions: readonly Definition[],
    blocks: ComparisonBlocks,
  ): Promise<Map<number, HourlyPoint>[]> {
    const span = spanOf(blocks);
    const edgesMs = Array.from({ length: (span.endMs - span.startMs) / hourMs + 1 }, (_, hour) => span.startMs + hour * hourMs);
    const aggregates = definitions.flatMap(({ formula }) => aggregatesOf(formula));
    const { rows } = await this.rollups.totals(tx, engagementId, { aggregates, edgesMs });
    const byAggregate = aggregates.map(() => new Map<number, RollupRow>());
    for (const row of rows) byAggregate[row.aggregate].set(row.bucket, row);
    let offset = 0;
    return definitions.map(({ formula }) => {
      const own = aggregatesOf(formula).map(() => byAggregate[offset++]);
      const points = new Map<number, HourlyPoint>();
      for (const bucket of own[own.length - 1].keys()) {
        const totals = own.map((each) => each.get(bucket) ?? null);
        const quotient = formulaQuotient(formula, totals, 1);
        if (quotient) points.set(edgesMs[bucket], { ...quotient, count: totals[totals.length - 1]?.count ?? 0 });
      }
      return points;
    });
  }
}

const judgedFacts = ({ direction, warnPercent, failPercent, minimumSample, formula }: Definition): Parameters<typeof judgeKpi>[0] => ({
  direction,
  guardrails: { warnPercent, failPercent },
  minimumSample,
  additive: isAdditive(formula),
});
