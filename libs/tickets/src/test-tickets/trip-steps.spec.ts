import { type TripFacts, tripSteps } from './trip-steps';

const facts = (over: Partial<TripFacts> = {}): TripFacts => ({
  line: 'first',
  status: 'open',
  trip: ['first'],
  firstDesk: { key: 'client-desk', opened: 'pending', answered: 'not-yet' },
  secondDesk: { key: 'vendor-desk', escalated: 'not-yet' },
  secondLineAnswered: false,
  ...over,
});
const states = (over: Partial<TripFacts>) => {
  const view = tripSteps(facts(over));
  return [view.steps.map((step) => step.state).join(' '), view.next, view.complete];
};
const opened = { key: 'client-desk', opened: 'delivered' as const, answered: 'not-yet' as const };
const escalated = {
  line: 'second' as const,
  trip: ['first', 'second'] as const,
  firstDesk: opened,
  secondDesk: { key: 'vendor-desk', escalated: 'delivered' as const },
};
const returned = { ...escalated, line: 'first' as const, trip: ['first', 'second', 'first'] as const, secondLineAnswered: true };

describe('tripSteps', () => {
  it('goes on by itself only when the step before is proven', () => {
    expect(states({})).toEqual(['waiting waiting waiting waiting', null, false]);
    expect(states({ firstDesk: opened })).toEqual(['done waiting waiting waiting', 'escalate', false]);
    expect(states({ ...escalated, secondDesk: { key: 'vendor-desk', escalated: 'pending' } })).toEqual([
      'done waiting waiting waiting',
      null,
      false,
    ]);
    expect(states(escalated)).toEqual(['done done waiting waiting', null, false]);
    expect(states({ ...escalated, secondLineAnswered: true })).toEqual(['done done done waiting', 'hand-back', false]);
    expect(states({ ...returned, firstDesk: { ...opened, answered: 'pending' } })).toEqual(['done done done waiting', null, false]);
    expect(states({ ...returned, firstDesk: { ...opened, answered: 'delivered' } })).toEqual(['done done done done', 'resolve', false]);
    expect(states({ ...returned, firstDesk: { ...opened, answered: 'delivered' }, status: 'resolved' })).toEqual([
      'done done done done',
      null,
      true,
    ]);
  });
  it('is not complete when somebody resolved it on the way', () => {
    expect(states({ status: 'resolved' })).toEqual(['waiting waiting waiting waiting', null, false]);
  });
  it('says what failed', () => {
    const view = tripSteps(facts({ firstDesk: { ...opened, opened: 'failed' } }));
    expect(view.steps[0]).toMatchObject({ state: 'failed', reason: 'desk client-desk did not take it; see its deliveries' });
    expect(view.next).toBeNull();
  });
  it('goes without outward webhooks where people work in Slipway', () => {
    expect(states({ firstDesk: { key: 'a', opened: 'none', answered: 'none' } })).toEqual([
      'done waiting waiting waiting',
      'escalate',
      false,
    ]);
  });
});
