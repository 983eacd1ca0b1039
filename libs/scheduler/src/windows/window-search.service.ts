import { Injectable } from '@nestjs/common';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { millisecondsOf } from '../instant-text';
import { answerSearch } from './answer-search';
import { assessWindow, type Assessment } from './assess-window';
import { horizonOf, longerHorizons, type Horizon } from './window-horizon';
import { type WindowInputs, WindowInputReader, type WindowSubject } from './window-inputs.service';
import { minuteMs, totalMinutes, type WindowProblem } from './window-problem';
import type { WindowAnswer, WindowWish } from './window-schema';

const hourMs = 3_600_000;

/** Searches windows on the rows of an engagement, and judges single ones by the same rules. */
@Injectable()
export class WindowSearches {
  constructor(
    private readonly inputs: WindowInputReader,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem 404, 422 */
  async search(tx: EntityManager, subject: WindowSubject, wish: WindowWish): Promise<WindowAnswer> {
    const facts = await this.inputs.facts(tx, subject.engagementId);
    if (!facts.solution.environments.includes(subject.environment)) {
      const known = facts.solution.environments.join(', ');
      throw Problem.unprocessable(
        'unknown-environment',
        `The solution has no environment ${subject.environment}.`,
        `Name one of: ${known}.`,
        'environment',
      );
    }
    const horizon = horizonOf(limitsOf(wish), this.clock.now().toMillis(), facts.client.zone);
    if ('code' in horizon) throw Problem.unprocessable(horizon.code, horizon.detail, horizon.remedy, horizon.field);
    const inputs = await this.inputs.read(tx, subject, horizon);
    const context = { zone: facts.client.zone, environment: subject.environment, loadState: inputs.loadState, notes: inputs.notes };
    return answerSearch(problemOf(inputs, wish, horizon), context, () => this.widen(tx, subject, wish, horizon));
  }

  /** Judges the window that starts at an instant, whole: cover, closures, limits of the wish. */
  async assess(tx: EntityManager, subject: WindowSubject, wish: WindowWish, startMs: number): Promise<Assessment> {
    const around = { startMs: startMs - hourMs, endMs: startMs + totalMinutes(wish.parts) * minuteMs + hourMs };
    const inputs = await this.inputs.read(tx, subject, around);
    const { notBeforeMs, latestMs } = limitsOf(wish);
    const limits = {
      startMs: Math.max(this.clock.now().toMillis(), notBeforeMs ?? 0),
      endMs: latestMs ?? around.endMs,
      firstStartMs: startMs,
    };
    return assessWindow(problemOf(inputs, wish, limits), startMs);
  }

  private async widen(tx: EntityManager, subject: WindowSubject, wish: WindowWish, horizon: Horizon): Promise<WindowProblem[]> {
    const horizons = longerHorizons(horizon, wish.horizonDays);
    const widest = horizons.at(-1);
    if (!widest) return [];
    const inputs = await this.inputs.read(tx, subject, widest);
    return horizons.map((wider) => problemOf(inputs, wish, wider));
  }
}

const limitsOf = ({ notBefore, latestAt, ...wish }: WindowWish) => ({
  ...wish,
  notBeforeMs: notBefore === null ? null : millisecondsOf(notBefore),
  latestMs: latestAt === null ? null : millisecondsOf(latestAt),
});

function problemOf(inputs: WindowInputs, wish: WindowWish, horizon: Horizon): WindowProblem {
  const { needs, closures, people, load, users } = inputs;
  const { gridMinutes, parts, weights, take } = wish;
  return { ...horizon, gridMinutes, parts, weights, take, needs, closures, people, load, users };
}
