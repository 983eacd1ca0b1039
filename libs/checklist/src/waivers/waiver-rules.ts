import type { Side } from '@slipway/access';
import { dayMs } from '../readiness/current-proof';
import type { Refusal } from '../releases/release-lifecycle';
import type { WaiverView } from './waiver-schemas';

export const longestWaiverDays = 90;

/** Whether a waiver may be asked for with this expiry; epoch milliseconds. */
export function refuseWaiver(expiresAtMs: number, nowMs: number): Refusal | null {
  if (expiresAtMs <= nowMs) {
    return { code: 'expiry-in-the-past', detail: 'The waiver would have expired already.', remedy: 'Give an expiry in the future.' };
  }
  if (expiresAtMs > nowMs + longestWaiverDays * dayMs) {
    return {
      code: 'expiry-too-far',
      detail: `A waiver lasts at most ${longestWaiverDays} days.`,
      remedy: 'Give an earlier expiry; a new waiver can follow.',
    };
  }
  return null;
}

/** Whether a side may decide on a waiver that a side asked for. */
export function refuseWaiverDecision(
  status: WaiverView['status'],
  requestedSide: Side,
  side: Side,
): (Refusal & { status: 403 | 409 }) | null {
  if (side === requestedSide) {
    const other = requestedSide === 'client' ? 'vendor' : 'client';
    return {
      status: 403,
      code: 'same-side',
      detail: `The ${requestedSide} asked for this waiver, so the ${other} decides on it.`,
      remedy: `Ask a release manager of the ${other}'s side.`,
    };
  }
  if (status === 'expired')
    return { status: 409, code: 'waiver-expired', detail: 'The waiver expired before it was decided.', remedy: 'Ask for a new one.' };
  if (status !== 'requested')
    return { status: 409, code: 'waiver-decided', detail: `The waiver is ${status} already.`, remedy: 'Revoke it, or ask for a new one.' };
  return null;
}
