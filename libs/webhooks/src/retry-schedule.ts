/** Seconds before attempts 2 to 10, as Standard Webhooks recommends: ten attempts over 75 h 35 min. */
export const retryPausesSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
export const maxAttempts = retryPausesSeconds.length + 1;
const jitterShare = 0.1;

/**
 * Seconds to wait after `attemptsMade` attempts failed, or null when it was the last one.
 * @param random in [0, 1): spreads by up to 10 % later, so that a desk coming back is not met by all at once
 * @param retryAfterSeconds what the receiver asked for; obeyed when longer, up to a day
 */
export function nextRetrySeconds(attemptsMade: number, random: number, retryAfterSeconds: number | null = null): number | null {
  const pause = retryPausesSeconds[attemptsMade - 1];
  if (pause === undefined) return null;
  return Math.max(pause * (1 + jitterShare * random), Math.min(retryAfterSeconds ?? 0, 86_400));
}
