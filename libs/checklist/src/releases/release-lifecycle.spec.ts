import { type GoLiveFacts, outcomeOfClosing, refuseAction, refuseGoLive, statusAfterDecision } from './release-lifecycle';
import { releaseStatuses } from './release-schemas';

const nowMs = Date.UTC(2026, 2, 2, 12);
const facts = (change: Partial<GoLiveFacts> = {}): GoLiveFacts => ({
  status: 'decided',
  decision: { outcome: 'go', scope: 's', blockers: [], decidedAtMs: nowMs - 3_600_000 },
  scope: 's',
  ready: true,
  blockers: [],
  liveAtMs: nowMs,
  nowMs,
  ...change,
});

describe('the life of a release', () => {
  it.each([
    ['prove', ['preparing', 'decided']],
    ['edit', ['preparing', 'decided']],
    ['decide', ['preparing', 'decided']],
    ['go-live', ['decided']],
    ['roll-back', ['live']],
    ['close', ['preparing', 'decided', 'live', 'rolled-back']],
  ] as const)('allows %s only from %j', (action, from) => {
    expect(releaseStatuses.filter((status) => refuseAction(status, action) === null)).toEqual(from);
  });

  it('says why and what to do when it refuses', () => {
    expect(refuseAction('closed', 'edit')).toEqual({
      code: 'wrong-status',
      detail: 'A release that is closed cannot be changed.',
      remedy: 'Create a new release for what comes next.',
    });
  });

  it('takes its outcome from where it was closed', () => {
    expect(releaseStatuses.map(outcomeOfClosing)).toEqual(['abandoned', 'abandoned', 'done', 'rolled-back', 'abandoned']);
    expect([statusAfterDecision('go'), statusAfterDecision('go-with-conditions'), statusAfterDecision('no-go')]).toEqual([
      'decided',
      'decided',
      'preparing',
    ]);
  });
});

describe('going live', () => {
  const code = (change: Partial<GoLiveFacts>) => refuseGoLive(facts(change))?.code ?? null;
  const accepted = { outcome: 'go-with-conditions' as const, scope: 's', blockers: ['user-manual'], decidedAtMs: nowMs - 1 };

  it('needs a go of both sides', () => {
    expect(code({})).toBeNull();
    expect(code({ status: 'preparing' })).toBe('wrong-status');
    expect(code({ decision: null })).toBe('wrong-status');
    expect(code({ decision: { outcome: 'no-go', scope: 's', blockers: [], decidedAtMs: nowMs } })).toBe('wrong-status');
  });

  it('is refused for other component versions than were decided on', () => {
    expect(code({ scope: 'other' })).toBe('decided-other-versions');
  });

  it('is refused when an item was lost since, unless the conditions cover it and it does not fail', () => {
    const open = [{ itemKey: 'user-manual', state: 'no-data' }];
    expect(code({ ready: false, blockers: open })).toBe('readiness-lost');
    expect(code({ ready: false, blockers: open, decision: accepted })).toBeNull();
    expect(code({ ready: false, blockers: [{ itemKey: 'user-manual', state: 'fail' }], decision: accepted })).toBe('readiness-lost');
    expect(code({ ready: false, blockers: [...open, { itemKey: 'moment-chosen', state: 'stale' }], decision: accepted })).toBe(
      'readiness-lost',
    );
    expect(refuseGoLive(facts({ ready: false, blockers: open }))?.blockers).toEqual(['user-manual']);
  });

  it('is neither in the future nor before the decision, give or take the skew of clocks', () => {
    expect(code({ liveAtMs: nowMs + 5 * 60_000 })).toBeNull();
    expect(code({ liveAtMs: nowMs + 5 * 60_000 + 1 })).toBe('live-in-the-future');
    expect(code({ liveAtMs: nowMs - 2 * 3_600_000 })).toBe('live-before-decision');
  });
});
