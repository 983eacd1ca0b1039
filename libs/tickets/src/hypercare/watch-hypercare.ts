import type { Priority } from '../ticket-words';

export const surgeWindowMinutes = 60;

export interface SurgeRequest {
  /** Tickets of the release that are no tests; any order. */
  readonly tickets: readonly { readonly openedMs: number; readonly priority: Priority }[];
  readonly limitPerHour: number;
  readonly lastSurge: { readonly atMs: number; readonly tickets: number } | null;
  readonly nowMs: number;
}
export interface Surge {
  readonly tickets: number;
  readonly urgent: number;
  readonly limit: number;
  readonly windowMinutes: number;
  readonly reason: string;
}

/** A surge when more tickets came in the last hour than agreed; the same one is told once an hour, or when it doubled. */
export function detectSurge({ tickets, limitPerHour, lastSurge, nowMs }: SurgeRequest): { surge: Surge } | { calm: string } {
  const windowMs = surgeWindowMinutes * 60_000;
  const recent = tickets.filter((ticket) => ticket.openedMs > nowMs - windowMs && ticket.openedMs <= nowMs);
  const urgent = recent.filter((ticket) => ticket.priority === 'urgent').length;
  const count = recent.length;
  if (count <= limitPerHour) return { calm: `${count} tickets in ${surgeWindowMinutes} minutes, the limit is ${limitPerHour}` };
  if (lastSurge !== null && nowMs - lastSurge.atMs < windowMs && count < lastSurge.tickets * 2)
    return { calm: 'the surge was told already' };
  const reason = `${count} tickets in ${surgeWindowMinutes} minutes, the limit is ${limitPerHour}`;
  return { surge: { tickets: count, urgent, limit: limitPerHour, windowMinutes: surgeWindowMinutes, reason } };
}

export interface ExitFacts {
  readonly untilMs: number;
  readonly nowMs: number;
  readonly openUrgent: number;
  readonly openHigh: number;
  readonly lastSurgeMs: number | null;
  readonly quietHours: number;
}

/** Hypercare may end when its time is over, nothing urgent or high is open and no surge came for the agreed quiet hours. */
export function exitRule(facts: ExitFacts): { met: boolean; blockers: string[] } {
  const blockers: string[] = [];
  if (facts.nowMs < facts.untilMs) blockers.push(`it is agreed to last until ${new Date(facts.untilMs).toISOString()}`);
  if (facts.openUrgent > 0) blockers.push(`${facts.openUrgent} urgent ${facts.openUrgent === 1 ? 'ticket is' : 'tickets are'} open`);
  if (facts.openHigh > 0)
    blockers.push(
      `${facts.openHigh} ${facts.openHigh === 1 ? 'ticket' : 'tickets'} of high priority ${facts.openHigh === 1 ? 'is' : 'are'} open`,
    );
  const quietSinceMs = facts.nowMs - facts.quietHours * 3_600_000;
  if (facts.lastSurgeMs !== null && facts.lastSurgeMs > quietSinceMs)
    blockers.push(`the last surge is less than ${facts.quietHours} hours ago`);
  return { met: blockers.length === 0, blockers };
}
