import { Injectable } from '@nestjs/common';
import { Audit, Members, type Caller } from '@slipway/access';
import type { EventData, releaseClosed, releaseWentLive } from '@slipway/contracts';
import { Clock, DueWork, Problem } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { latenessMs } from '../hours/closing-times';
import { stageEndsMs, stages, type ScheduledStage } from './comparison-blocks';
import { JudgeRelease } from './judge-release.service';
import { Judgement, LiveRelease, Verdict } from './verdict.entity';
import type { ReleaseVerdicts } from './verdict-schemas';
import { releaseView } from './verdict-view';

/** Name of the due work. */
export const judgementWork = 'judge-releases';

/** Releases that are live, when they are judged, and how. */
@Injectable()
export class Releases {
  constructor(
    private readonly clock: Clock,
    private readonly dueWork: DueWork,
    private readonly audit: Audit,
    private readonly members: Members,
    private readonly judging: JudgeRelease,
  ) {}

  /** Notes a release that went live, and schedules its judgements: once the last hour of each stage is closed. */
  async wentLive(
    tx: EntityManager,
    { engagementId, releaseId, name, environment, features, liveAt }: EventData<typeof releaseWentLive>,
  ): Promise<void> {
    const live = DateTime.fromISO(liveAt, { zone: 'utc' });
    await tx.upsert(LiveRelease, { engagementId, releaseId, name, environment, features, liveAt: live }, ['engagementId', 'releaseId']);
    const zone = (await this.members.engagement(tx, engagementId))?.client.zone ?? 'UTC';
    const judgements = (Object.keys(stages) as ScheduledStage[]).map((stage) => {
      const endsAt = DateTime.fromMillis(stageEndsMs(zone, live.toMillis(), stage), { zone: 'utc' });
      return { engagementId, releaseId, stage, endsAt, dueAt: endsAt.plus({ milliseconds: latenessMs }), state: 'waiting' as const };
    });
    await tx.createQueryBuilder().insert().into(Judgement).values(judgements).orIgnore().execute();
    await this.dueWork.wakeAt(judgementWork, judgements[0].dueAt);
  }

  /** After a roll-back the measurements no longer tell about the release. */
  async closed(tx: EntityManager, { engagementId, releaseId, outcome }: EventData<typeof releaseClosed>): Promise<void> {
    if (outcome === 'done') return;
    await tx.update(Judgement, { engagementId, releaseId, state: 'waiting' }, { state: 'cancelled' });
  }

  /** @throws Problem 404; 422 `nothing-to-judge` */
  async judgeNow(tx: EntityManager, caller: Caller, releaseId: string): Promise<ReleaseVerdicts> {
    const { engagementId, personId } = caller;
    const release = await this.find(tx, engagementId, releaseId);
    const judged = await this.judging.judge(tx, release, 'now', this.clock.now(), personId);
    if (judged === 0) {
      throw Problem.unprocessable(
        'nothing-to-judge',
        'No KPI is agreed in this engagement.',
        'Propose KPIs and have both sides sign them.',
      );
    }
    await this.audit.record(tx, { engagementId, actor: caller, action: 'release.judged', subject: releaseId, after: { kpis: judged } });
    return this.view(tx, engagementId, releaseId);
  }

  /** @throws Problem 404 */
  async view(tx: EntityManager, engagementId: string, releaseId: string): Promise<ReleaseVerdicts> {
    const release = await this.find(tx, engagementId, releaseId);
    const judgements = await tx.find(Judgement, { where: { engagementId, releaseId }, order: { dueAt: 'ASC' } });
    const verdicts = await tx.find(Verdict, {
      where: { engagementId, releaseId },
      order: { judgedAt: 'DESC', kpiKey: 'ASC', verdictId: 'DESC' },
      take: 500,
    });
    return releaseView(release, judgements, verdicts);
  }

  /** Works off one judgement that is due. @returns whether it still was */
  async judgeDue(tx: EntityManager, engagementId: string, releaseId: string, stage: ScheduledStage): Promise<boolean> {
    const due = await tx
      .createQueryBuilder(Judgement, 'judgement')
      .where({ engagementId, releaseId, stage, state: 'waiting' })
      .setLock('pessimistic_write')
      .setOnLocked('skip_locked')
      .getOne();
    if (!due) return false;
    await this.judging.judge(tx, await this.find(tx, engagementId, releaseId), stage, due.endsAt, null);
    await tx.update(Judgement, { engagementId, releaseId, stage }, { state: 'judged' });
    const [next] = await tx.find(Judgement, { where: { engagementId, releaseId, state: 'waiting' }, order: { dueAt: 'ASC' }, take: 1 });
    if (next) await this.dueWork.wakeAt(judgementWork, next.dueAt);
    return true;
  }

  private async find(tx: EntityManager, engagementId: string, releaseId: string): Promise<LiveRelease> {
    const release = await tx.findOneBy(LiveRelease, { engagementId, releaseId });
    if (release) return release;
    throw new Problem({
      status: 404,
      code: 'not-found',
      detail: 'There is no such release in this engagement that went live.',
      remedy: 'Check the id; a release can be judged once it is live.',
    });
  }
}
