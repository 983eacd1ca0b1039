import type { TicketChange } from '../presets/ticket-change';
import { type ChangeContext, decideChange, instantMs, type KnownTicket, maxForwardedMessages } from './decide-change';
import { type EchoMark, markerOf } from './echo';

const ticket = (over: Partial<KnownTicket> = {}): KnownTicket => ({
  status: 'open',
  line: 'first',
  openedByThisDesk: true,
  said: {},
  lastStateMs: null,
  ...over,
});
const context = (over: Partial<ChangeContext> = {}): ChangeContext => ({
  deskLine: 'first',
  marks: [],
  isMessageKnown: () => false,
  recentMessages: 0,
  nowMs: 0,
  ...over,
});
const change = (over: Partial<TicketChange>): TicketChange => ({ kind: 'updated', reference: 'NW-1', ...over });
const message = { id: 'm1', text: 'Try again', author: 'Ravi', visibility: 'public' as const };

describe('decideChange', () => {
  it('resolves, reopens and goes on, but not twice', () => {
    expect(decideChange(change({ kind: 'resolved' }), ticket(), context()).effects).toEqual([{ do: 'resolve' }]);
    expect(decideChange(change({ kind: 'resolved' }), ticket({ status: 'resolved' }), context())).toMatchObject({
      effects: [],
      passedOver: ['it is resolved already'],
    });
    expect(decideChange(change({ kind: 'reopened' }), ticket({ status: 'closed' }), context()).effects).toEqual([{ do: 'reopen' }]);
    expect(decideChange(change({ kind: 'reopened' }), ticket(), context()).effects).toEqual([]);
    expect(decideChange(change({ progress: 'waiting' }), ticket(), context()).effects).toEqual([{ do: 'progress', to: 'waiting' }]);
  });
  it('lets a firing alert bring its ticket back, but not the late repeat of an event', () => {
    expect(decideChange(change({ kind: 'opened', isState: true }), ticket({ status: 'resolved' }), context()).effects).toEqual([
      { do: 'reopen' },
    ]);
    expect(decideChange(change({ kind: 'opened' }), ticket({ status: 'resolved' }), context()).effects).toEqual([]);
  });
  it('passes over a state that is older than what the desk said last', () => {
    const known = ticket({ lastStateMs: Date.parse('2026-03-03T09:00:00Z') });
    expect(decideChange(change({ kind: 'resolved', at: '2026-03-03T08:59:00Z' }), known, context()).effects).toEqual([]);
    const later = decideChange(change({ kind: 'resolved', at: '2026-03-03T09:01:00Z' }), known, context());
    expect([later.effects, later.stateMs]).toEqual([[{ do: 'resolve' }], Date.parse('2026-03-03T09:01:00Z')]);
  });
  it('takes from an older word only what was never said', () => {
    const known = ticket({ lastStateMs: Date.parse('2026-03-03T09:00:00Z'), said: { title: 'New title' } });
    const late = change({ kind: 'opened', at: '2026-03-03T08:00:00Z', title: 'Old title', description: 'The button is grey.' });
    expect(decideChange(late, known, context())).toMatchObject({
      effects: [{ do: 'edit', description: 'The button is grey.' }],
      said: { title: 'New title', description: 'The button is grey.' },
    });
  });
  it('lets only the second line’s holder resolve from the second line’s desk', () => {
    expect(
      decideChange(change({ kind: 'resolved' }), ticket({ line: 'second', openedByThisDesk: false }), context({ deskLine: 'second' }))
        .effects,
    ).toEqual([{ do: 'resolve' }]);
    expect(
      decideChange(change({ kind: 'resolved' }), ticket({ openedByThisDesk: false }), context({ deskLine: 'second' })).effects,
    ).toEqual([]);
    expect(decideChange(change({ progress: 'waiting' }), ticket(), context({ deskLine: 'second' })).effects).toEqual([]);
  });
  it('takes title and priority from the desk that opened it, and only where they changed there', () => {
    const said = { title: 'Old', priority: 'normal' as const };
    expect(decideChange(change({ title: 'New', priority: 'normal' }), ticket({ said }), context()).effects).toEqual([
      { do: 'edit', title: 'New' },
    ]);
    expect(decideChange(change({ title: 'Old', priority: 'normal' }), ticket({ said }), context()).effects).toEqual([]);
    expect(decideChange(change({ title: 'New' }), ticket({ said, openedByThisDesk: false }), context()).effects).toEqual([]);
  });
  it('keeps a rounded priority that echoes ours from coming back, but not a new title', () => {
    const id = '00000000-0000-4000-8000-000000000001';
    const marks: EchoMark[] = [{ id, kind: 'updated', digest: null, marker: markerOf(id), deliveredMs: 0, consumed: false }];
    const decision = decideChange(change({ title: 'New', priority: 'high' }), ticket({ said: { priority: 'normal' } }), context({ marks }));
    expect(decision).toMatchObject({ effects: [{ do: 'edit', title: 'New' }], echoes: [id], said: { priority: 'high' } });
    expect(decision.effects[0]).not.toHaveProperty('priority');
  });
  it('keeps a message once, hands on public ones only, and stops handing on when there are too many', () => {
    const say = (over: Partial<ChangeContext>, visibility: 'public' | 'private' = 'public') =>
      decideChange(change({ kind: 'commented', message: { ...message, visibility } }), ticket(), context(over)).effects;
    expect(say({})).toEqual([{ do: 'message', message, forward: true }]);
    expect(say({ isMessageKnown: (id) => id === 'm1' })).toEqual([]);
    expect(say({}, 'private')).toEqual([expect.objectContaining({ forward: false })]);
    expect(say({ recentMessages: maxForwardedMessages })).toEqual([expect.objectContaining({ do: 'message', forward: false })]);
  });
  it('puts the message before the state that came with it', () => {
    expect(decideChange(change({ kind: 'resolved', message }), ticket(), context()).effects.map((effect) => effect.do)).toEqual([
      'message',
      'resolve',
    ]);
  });
  it('reads instants in both forms', () => {
    expect([
      instantMs('1550286113023'),
      instantMs('2019-02-16T03:01:53.023Z'),
      instantMs('February 3rd-ish'),
      instantMs(null),
      instantMs('0001-01-01T00:00:00Z'),
    ]).toEqual([1550286113023, 1550286113023, null, null, null]);
  });
});
