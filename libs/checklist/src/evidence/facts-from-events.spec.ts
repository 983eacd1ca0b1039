import { definitionAgreed, ticketResolved, trackingObserved, windowBooked, windowWithdrawn } from '@slipway/contracts';
import { factOfAgreement, factOfBooking, factOfTicket, factOfTracking, factOfWithdrawal, madeTheTrip } from './facts-from-events';

describe('facts from events', () => {
  it('a booked window is the chosen moment until it ends; its withdrawal takes that back', () => {
    const booked = factOfBooking(windowBooked.example);
    expect(booked).toMatchObject({
      itemKey: 'moment-chosen',
      outcome: 'pass',
      measuredAt: windowBooked.example.bookedAt,
      validUntil: windowBooked.example.endAt,
    });
    const withdrawn = factOfWithdrawal(windowWithdrawn.example);
    expect(withdrawn).toMatchObject({ itemKey: 'moment-chosen', outcome: 'fail', kind: booked.kind, subject: booked.subject });
    expect(withdrawn.statement).toContain('month-end close');
  });

  it.each([
    [['first', 'second', 'first'], true],
    [['first', 'first', 'second', 'second', 'first'], true],
    [['second', 'first', 'second', 'first'], true],
    [['first', 'second'], false],
    [['second', 'first'], false],
    [['first'], false],
    [[], false],
  ])('the trip %j counts: %s', (trip, counts) => {
    expect(madeTheTrip(trip)).toBe(counts);
  });

  it('only a test ticket that made the trip says anything about the support lines', () => {
    const resolved = { ...ticketResolved.example, isTest: true };
    expect(factOfTicket(resolved)).toMatchObject({ itemKey: 'support-lines', outcome: 'pass' });
    expect(factOfTicket({ ...resolved, isTest: false })).toBeNull();
    expect(factOfTicket({ ...resolved, trip: ['first'] })).toBeNull();
  });

  it('KPIs are agreed when at least one is and none is open', () => {
    const agreed = definitionAgreed.example;
    expect(factOfAgreement(agreed).outcome).toBe('pass');
    expect(factOfAgreement({ ...agreed, open: 1 }).outcome).toBe('fail');
    expect(factOfAgreement({ ...agreed, agreed: 0, open: 0 }).outcome).toBe('unknown');
  });

  it('KPIs are tracked when at least one is agreed and none is stale; none at all is no data', () => {
    const observed = trackingObserved.example;
    expect(factOfTracking(observed).outcome).toBe('pass');
    expect(factOfTracking({ ...observed, stale: ['orders-closed'] })).toMatchObject({
      outcome: 'fail',
      statement: 'without fresh measurements: orders-closed',
    });
    expect(factOfTracking({ ...observed, agreed: 0, fresh: [] }).outcome).toBe('unknown');
  });
});
