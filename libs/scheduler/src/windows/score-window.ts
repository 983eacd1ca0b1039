import { StepFunction, sumOfIntervals } from './step-function';
import { disruptionOf, hourMs, type LoadStep, type Weights, type WindowProblem } from './window-problem';

/** A window's value in plain units; `null` is unknown, which never counts as good. */
export interface ScoreParts {
  /** Mean expected load during cutover and rollback reserve, as share of the peak. */
  expectedShareOfPeak: number | null;
  /** Users at work × hours of cutover and rollback reserve. */
  usersDisturbedHours: number | null;
  /** How many people, whoever they are, may fall out while every role stays filled. */
  sparePeople: number | null;
  /** 0 … 1, how much of the load is known and how well. */
  confidence: number;
  utilities: { load: number; users: number; engineers: number };
}

export interface WindowScore {
  score: number;
  parts: ScoreParts;
}

/**
 * Weighted mean of three utilities, each 0 (worst) to 1 (best): load `1 - share`, users `1 - disturbed / all users disturbed all the time`,
 * engineers `spare / (spare + 1)`. What is unknown has utility 0. The scale does not depend on the other windows, so that scores of different searches compare.
 */
export function scoreWindow(
  facts: {
    expectedShareOfPeak: number | null;
    confidence: number;
    usersDisturbedHours: number | null;
    usersWorstHours: number;
    sparePeople: number | null;
  },
  weights: Weights,
): WindowScore {
  const { expectedShareOfPeak, confidence, usersDisturbedHours, usersWorstHours, sparePeople } = facts;
  const utilities = {
    load: expectedShareOfPeak === null ? 0 : Math.min(1, Math.max(0, 1 - expectedShareOfPeak)),
    users: usersDisturbedHours === null ? 0 : usersWorstHours > 0 ? Math.min(1, Math.max(0, 1 - usersDisturbedHours / usersWorstHours)) : 1,
    engineers: sparePeople === null ? 0 : sparePeople / (sparePeople + 1),
  };
  const sum = weights.load + weights.users + weights.engineers;
  const score = (weights.load * utilities.load + weights.users * utilities.users + weights.engineers * utilities.engineers) / sum;
  return { score, parts: { expectedShareOfPeak, usersDisturbedHours, sparePeople, confidence, utilities } };
}

/** Prepares load and users of a problem once, then scores any start of it, given how many people are spare. */
export function windowScorer(
  problem: Pick<WindowProblem, 'startMs' | 'endMs' | 'parts' | 'load' | 'users' | 'weights'>,
): (startMs: number, sparePeople: number | null) => WindowScore {
  const { load, users, parts, weights, endMs } = problem;
  const share = loadFunction(load, endMs, (step) => step.share ?? 0);
  const known = loadFunction(load, endMs, (step) => (step.share === null ? 0 : 1));
  const confidence = loadFunction(load, endMs, (step) => (step.share === null ? 0 : step.confidence));
  const atWork = sumOfIntervals(
    users.map((group) => ({ height: group.headcount, intervals: group.working })),
    problem,
  );
  const headcount = users.reduce((sum, group) => sum + group.headcount, 0);

  return (startMs, sparePeople) => {
    const disruption = disruptionOf(parts, startMs);
    const length = disruption.endMs - disruption.startMs;
    const knownMs = known.integral(disruption.startMs, disruption.endMs);
    return scoreWindow(
      {
        expectedShareOfPeak: knownMs > 0 ? share.integral(disruption.startMs, disruption.endMs) / knownMs : null,
        confidence: confidence.integral(disruption.startMs, disruption.endMs) / length,
        usersDisturbedHours: users.length === 0 ? null : atWork.integral(disruption.startMs, disruption.endMs) / hourMs,
        usersWorstHours: (headcount * length) / hourMs,
        sparePeople,
      },
      weights,
    );
  };
}

function loadFunction(steps: readonly LoadStep[], endMs: number, pick: (step: LoadStep) => number): StepFunction {
  return new StepFunction(
    Float64Array.from(steps, (step) => step.startMs),
    Float64Array.from(steps, pick),
    endMs,
  );
}
