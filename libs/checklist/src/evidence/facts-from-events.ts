import type { definitionAgreed, EventData, ticketResolved, trackingObserved, windowBooked, windowWithdrawn } from '@slipway/contracts';
import type { Outcome } from '../schema-parts';

/** What the product observed by itself through the events of its services. */
export interface ProductFact {
  readonly itemKey: string;
  readonly kind: string;
  readonly subject: string;
  readonly outcome: Outcome;
  /** RFC 3339, UTC. */
  readonly measuredAt: string;
  readonly validUntil: string | null;
  readonly source: string;
  readonly statement: string;
  readonly body: Record<string, unknown>;
}

/** A window counts until it ends: a release that let its window pass has to choose another moment. */
export function factOfBooking(data: EventData<typeof windowBooked>): ProductFact {
  const { bookingId, environment, startAt, endAt, zone, confirmedBy } = data;
  return {
    itemKey: 'moment-chosen',
    kind: 'window',
    subject: 'release',
    outcome: 'pass',
    measuredAt: data.bookedAt,
    validUntil: endAt,
    source: '/slipway/scheduler',
    statement: 'a window is booked and confirmed by both sides',
    body: { bookingId, environment, startAt, endAt, zone, confirmedBy },
  };
}

export function factOfWithdrawal(data: EventData<typeof windowWithdrawn>): ProductFact {
  return {
    itemKey: 'moment-chosen',
    kind: 'window',
    subject: 'release',
    outcome: 'fail',
    measuredAt: data.at,
    validUntil: null,
    source: '/slipway/scheduler',
    statement: `the booked window was withdrawn: ${data.reason}`,
    body: { bookingId: data.bookingId, reason: data.reason },
  };
}

/** Whether a trip went from the first line to the second and back; stops at the same line in between count once. */
export function madeTheTrip(trip: readonly string[]): boolean {
  const stops = trip.filter((line, at) => line !== trip[at - 1]);
  return stops.some((line, at) => line === 'first' && stops[at + 1] === 'second' && stops[at + 2] === 'first');
}

/** Only a test ticket that made the whole trip proves the support lines; any other says nothing about them. */
export function factOfTicket(data: EventData<typeof ticketResolved>): ProductFact | null {
  if (!data.isTest || !madeTheTrip(data.trip)) return null;
  return {
    itemKey: 'support-lines',
    kind: 'test-ticket',
    subject: 'release',
    outcome: 'pass',
    measuredAt: data.at,
    validUntil: null,
    source: '/slipway/tickets',
    statement: `a test ticket travelled ${data.trip.join(' → ')}`,
    body: { ticketId: data.ticketId, title: data.title, trip: data.trip, desks: data.desks },
  };
}

export function factOfAgreement(data: EventData<typeof definitionAgreed>): ProductFact {
  const { agreed, open } = data;
  const outcome = agreed === 0 ? 'unknown' : open === 0 ? 'pass' : 'fail';
  return {
    itemKey: 'kpis-agreed',
    kind: 'kpi-agreement',
    subject: 'release',
    outcome,
    measuredAt: data.agreedAt,
    validUntil: null,
    source: '/slipway/kpi',
    statement:
      open === 0
        ? `both sides signed all ${agreed} KPI definitions`
        : `${agreed} KPI definitions are signed by both sides, ${open} are not`,
    body: { agreed, open, kpiKey: data.kpiKey, version: data.version },
  };
}

export function factOfTracking(data: EventData<typeof trackingObserved>): ProductFact {
  const { agreed, fresh, stale } = data;
  const outcome = agreed === 0 ? 'unknown' : stale.length === 0 ? 'pass' : 'fail';
  const statements: Record<typeof outcome, string> = {
    unknown: 'no KPI is agreed, so none can be tracked',
    pass: `all ${agreed} agreed KPIs receive fresh measurements`,
    fail: `without fresh measurements: ${stale.join(', ')}`,
  };
  return {
    itemKey: 'kpis-tracked',
    kind: 'kpi-tracking',
    subject: 'release',
    outcome,
    measuredAt: data.observedAt,
    validUntil: null,
    source: '/slipway/kpi',
    statement: statements[outcome],
    body: { agreed, fresh, stale },
  };
}
