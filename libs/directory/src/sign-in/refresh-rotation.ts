import type { DateTime } from 'luxon';

/** A session ends after this much disuse, and after this much in any case. */
export const sessionIdleDays = 7;
export const sessionLongestDays = 30;
/** Two tabs may refresh at the same moment; the later one is told to try again with the new cookie instead of ending the session. */
export const sameMomentSeconds = 10;

export interface RefreshFacts {
  sessionEndedAt: DateTime | null;
  sessionExpiresAt: DateTime;
  /** Disuse is counted from here. */
  sessionLastUsedAt: DateTime;
  /** When this very token was exchanged, or null when it is the newest. */
  tokenUsedAt: DateTime | null;
}

export type RefreshVerdict = 'rotate' | 'try-again' | 'ended' | 'expired' | 'stolen';

/** What a refresh token is worth at `now`. `stolen` means that an old one came back: the whole session ends. */
export function judgeRefresh(facts: RefreshFacts | null, now: DateTime): RefreshVerdict {
  if (!facts || facts.sessionEndedAt) return 'ended';
  if (now >= facts.sessionExpiresAt || now >= facts.sessionLastUsedAt.plus({ days: sessionIdleDays })) return 'expired';
  if (!facts.tokenUsedAt) return 'rotate';
  return now < facts.tokenUsedAt.plus({ seconds: sameMomentSeconds }) ? 'try-again' : 'stolen';
}
