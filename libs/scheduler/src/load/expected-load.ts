import type { Interval } from '@slipway/business-time';
import type { LoadStep } from '../windows/window-problem';
import type { LoadProfile, ProfileTrust } from './load-profile';
import { type LoadCalendar, slotSteps } from './week-slots';

export interface WeightedProfile {
  feature: string;
  /** Business importance, above 0. */
  weight: number;
  profile: LoadProfile;
  trust: ProfileTrust;
}

/**
 * Expected load of several features together for every local hour of `within`: each feature's mean as share of its own peak, weighted by importance,
 * over the features that are known in that hour. What is unknown lowers confidence and is never taken as quiet; nothing known = `null`.
 */
export function expectedLoad(features: readonly WeightedProfile[], calendar: LoadCalendar, within: Interval): LoadStep[] {
  const allWeight = features.reduce((sum, { weight }) => sum + weight, 0);
  return slotSteps(calendar, within).map(({ startMs, slot }) => {
    let known = 0;
    let share = 0;
    let confidence = 0;
    for (const { weight, profile, trust } of features) {
      const mean = profile.slots[slot]?.mean ?? null;
      if (mean === null || profile.peak === null) continue;
      known += weight;
      share += weight * (profile.peak > 0 ? mean / profile.peak : 0);
      confidence += weight * trust.confidence;
    }
    return known > 0 ? { startMs, share: share / known, confidence: confidence / allWeight } : { startMs, share: null, confidence: 0 };
  });
}

/** The least trusted state of the features; none = unknown. */
export function combinedState(features: readonly WeightedProfile[]): ProfileTrust['state'] {
  if (features.length === 0 || features.some(({ trust }) => trust.state === 'unknown')) return 'unknown';
  return features.some(({ trust }) => trust.state === 'thin') ? 'thin' : 'known';
}
