import { accessTokenSeconds } from '@slipway/access';
import type { DateTime } from 'luxon';

/** A key signs for this long, then the next one does. */
export const signingDays = 30;
/** A key is published at least this long before it signs, so that every service has it by then. */
export const publishedAheadHours = 24;
/** A replaced key verifies until the longest token that it signed has expired, and a little more for clocks. */
export const verifiesAfterwardsSeconds = accessTokenSeconds + 300;

export interface SigningKeyTimes {
  keyId: string;
  /** Signs from here on, until another key's `activeFrom`. */
  activeFrom: DateTime;
}

export interface SigningKeyPlan {
  /** Keys to make, by when they start to sign. */
  create: DateTime[];
  /** Keys whose last token has expired. */
  forget: string[];
}

/** The key that signs at `now`, or null when there is none yet. */
export function signingKey<Key extends SigningKeyTimes>(keys: readonly Key[], now: DateTime): Key | null {
  return keys
    .filter((key) => key.activeFrom <= now)
    .reduce<Key | null>((best, key) => (best && best.activeFrom >= key.activeFrom ? best : key), null);
}

/** What must happen at `now` so that a key signs, the next one is already published, and none lives longer than needed. */
export function planSigningKeys(keys: readonly SigningKeyTimes[], now: DateTime): SigningKeyPlan {
  const current = signingKey(keys, now);
  const activeFrom = current?.activeFrom ?? now;
  const create = current ? [] : [now];
  if (!keys.some((key) => key.activeFrom > now)) {
    const soonest = now.plus({ hours: publishedAheadHours });
    const regular = activeFrom.plus({ days: signingDays });
    create.push(regular > soonest ? regular : soonest);
  }
  const forget = keys.filter((key) => {
    const replacement = keys.filter((other) => other.activeFrom > key.activeFrom && other.activeFrom <= now);
    return replacement.some((other) => other.activeFrom.plus({ seconds: verifiesAfterwardsSeconds }) < now);
  });
  return { create, forget: forget.map((key) => key.keyId) };
}
