import type { ScoreParts } from './score-window';

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
const hours = (value: number) => (value >= 10 ? value.toFixed(0) : value.toFixed(1));

/** Why a window is good or bad, in plain units. */
export function reasonsOf(parts: ScoreParts): string[] {
  return [
    parts.expectedShareOfPeak === null
      ? 'expected load is unknown; unknown does not count as quiet'
      : `expected load is ${percent(parts.expectedShareOfPeak)} of the peak during cutover and rollback reserve`,
    parts.usersDisturbedHours === null
      ? 'no user groups are declared, so nobody knows how many users are disturbed'
      : parts.usersDisturbedHours === 0
        ? 'no users are at work during cutover and rollback reserve'
        : `${hours(parts.usersDisturbedHours)} user hours are disturbed`,
    parts.sparePeople === null
      ? 'no roles are required, so cover was not checked'
      : parts.sparePeople === 0
        ? 'every role is filled, but nobody may fall out'
        : `every role stays filled even if any ${parts.sparePeople === 1 ? 'one person falls' : `${parts.sparePeople} people fall`} out`,
    `confidence in the load is ${percent(parts.confidence)}`,
  ];
}

/** By what `parts` loses against `best`, strongest first; what is equal or better is left out, unless nothing is worse. */
export function losesAgainst(parts: ScoreParts, best: ScoreParts): string[] {
  const worse: { by: number; text: string }[] = [];
  if (
    parts.expectedShareOfPeak !== null &&
    best.expectedShareOfPeak !== null &&
    parts.expectedShareOfPeak - best.expectedShareOfPeak >= 0.005
  ) {
    const difference = parts.expectedShareOfPeak - best.expectedShareOfPeak;
    worse.push({ by: difference, text: `${percent(difference)} of the peak more load` });
  }
  if (parts.expectedShareOfPeak === null && best.expectedShareOfPeak !== null) worse.push({ by: 1, text: 'its load is unknown' });
  if (
    parts.usersDisturbedHours !== null &&
    best.usersDisturbedHours !== null &&
    parts.usersDisturbedHours - best.usersDisturbedHours >= 0.05
  ) {
    const text = `${hours(parts.usersDisturbedHours - best.usersDisturbedHours)} user hours more disturbed`;
    worse.push({ by: best.utilities.users - parts.utilities.users, text });
  }
  if (parts.sparePeople !== null && best.sparePeople !== null && parts.sparePeople < best.sparePeople) {
    const fewer = best.sparePeople - parts.sparePeople;
    worse.push({
      by: best.utilities.engineers - parts.utilities.engineers,
      text: `${fewer} spare ${fewer === 1 ? 'person' : 'people'} fewer`,
    });
  }
  if (worse.length === 0) return ['as good by every part; it is later'];
  return worse.sort((a, b) => b.by - a.by).map(({ text }) => text);
}
