import fc from 'fast-check';
import type { TicketChange } from '../presets/ticket-change';
import type { Line, TicketStatus } from '../ticket-words';
import { decideChange, type SaidFacts } from './decide-change';
import { type EchoMark, markerOf, textDigest } from './echo';

/** A person's act at one of the desks. */
type Act = { at: Line; do: 'comment'; text: string } | { at: Line; do: 'resolve' | 'reopen' };
interface World {
  protected: boolean;
  pick: (from: number) => number;
  shape: (text: string) => string;
}

/** Two desks that tell Slipway of everything that happens to a ticket, also of what Slipway did there; between them the real decisions. */
function run(acts: readonly Act[], { protected: isProtected, pick, shape }: World) {
  const inbound: { from: Line; change: TicketChange }[] = [];
  const outbound: { to: Line; change: TicketChange; marker: string }[] = [];
  const marks: Record<Line, EchoMark[]> = { first: [], second: [] };
  const said: Record<Line, SaidFacts> = { first: {}, second: {} };
  const known = new Set<string>();
  const messages: { from: Line; text: string }[] = [];
  const arrived: Record<Line, string[]> = { first: [], second: [] };
  const pending = [...acts];
  let status: TicketStatus = 'open';
  let sent = 0;
  let nextId = 0;
  const other = (line: Line): Line => (line === 'first' ? 'second' : 'first');
  const newUuid = () => `00000000-0000-4000-8000-${String(nextId++).padStart(12, '0')}`;

  const tell = (to: Line, change: TicketChange) => {
    const id = newUuid();
    const text = change.message?.text ?? null;
    marks[to].push({
      id,
      kind: change.kind,
      digest: text === null ? null : textDigest(text),
      marker: markerOf(id),
      deliveredMs: null,
      consumed: false,
    });
    outbound.push({ to, change, marker: id });
    sent += 1;
  };
  const hear = ({ from, change }: { from: Line; change: TicketChange }) => {
    const decision = decideChange(
      change,
      { status, line: 'second', openedByThisDesk: from === 'first', said: said[from], lastStateMs: null },
      {
        deskLine: from,
        marks: isProtected ? marks[from] : [],
        isMessageKnown: (id) => known.has(`${from} ${id}`),
        recentMessages: 0,
        nowMs: 0,
      },
    );
    said[from] = decision.said;
    marks[from] = marks[from].map((mark) => (decision.echoes.includes(mark.id) ? { ...mark, consumed: true } : mark));
    for (const effect of decision.effects) {
      if (effect.do === 'message') {
        known.add(`${from} ${effect.message.id}`);
        messages.push({ from, text: effect.message.text });
        tell(other(from), { kind: 'commented', reference: 'T-1', message: effect.message });
      }
      if (effect.do === 'resolve' || effect.do === 'reopen') {
        status = effect.do === 'resolve' ? 'resolved' : 'open';
        tell(other(from), { kind: effect.do === 'resolve' ? 'resolved' : 'reopened', reference: 'T-1' });
      }
    }
  };
  /** The desk does what it is told, and its own webhook tells of it. */
  const obey = ({ to, change, marker }: { to: Line; change: TicketChange; marker: string }) => {
    marks[to] = marks[to].map((mark) => (mark.id === marker ? { ...mark, deliveredMs: 0 } : mark));
    if (change.message) arrived[to].push(change.message.text);
    const message = change.message ? { ...change.message, id: newUuid(), text: shape(change.message.text), author: 'Bridge' } : null;
    inbound.push({ from: to, change: { ...change, reference: `${to}-1`, message } });
  };
  const act = (one: Act) => {
    const reference = `${one.at}-1`;
    if (one.do === 'comment') {
      const message = { id: newUuid(), text: one.text, author: 'Person', visibility: 'public' as const };
      inbound.push({ from: one.at, change: { kind: 'commented', reference, message } });
    } else inbound.push({ from: one.at, change: { kind: one.do === 'resolve' ? 'resolved' : 'reopened', reference } });
  };

  const budget = 20 * (acts.length + 1);
  for (let step = 0; step < budget; step += 1) {
    const queues = [pending, inbound, outbound].filter((queue) => queue.length > 0);
    const queue = queues[pick(queues.length)];
    if (queue === undefined) return { quiet: true, sent, messages, arrived };
    if (queue === pending) act(pending.shift() as Act);
    else if (queue === inbound) hear(inbound.splice(pick(inbound.length), 1)[0] as (typeof inbound)[number]);
    else obey(outbound.shift() as (typeof outbound)[number]);
  }
  return { quiet: false, sent, messages, arrived };
}

const acts = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        at: fc.constantFrom<Line>('first', 'second'),
        do: fc.constant('comment' as const),
        text: fc.constantFrom('ok', 'It fails again', 'Fixed in 2.4.1', 'Thanks!'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ at: fc.constantFrom<Line>('first', 'second'), do: fc.constantFrom('resolve' as const, 'reopen' as const) }),
    },
  ),
  { minLength: 1, maxLength: 8 },
);
const shapes = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `  ${text.toUpperCase()}\n`,
  (text) => `> ${text}`,
);
const picks = fc.infiniteStream(fc.nat(1000));

describe('two desks that echo everything', () => {
  it('come to rest, and every message of a person is kept once and arrives once on the other side', () => {
    fc.assert(
      fc.property(acts, picks, shapes, (list, stream, shape) => {
        const result = run(list, { protected: true, pick: (from) => (from === 0 ? 0 : (stream.next().value as number) % from), shape });
        const said = (at: Line) => list.flatMap((one) => (one.do === 'comment' && one.at === at ? [one.text.toLowerCase()] : []));
        expect(result.quiet).toBe(true);
        expect(result.messages).toHaveLength(said('first').length + said('second').length);
        expect(result.sent).toBeLessThanOrEqual(2 * list.length);
      }),
      { numRuns: 300 },
    );
  });

  it('every message arrives exactly where it was not written, when texts differ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Line>('first', 'second'), { minLength: 1, maxLength: 8 }),
        picks,
        shapes,
        (lines, stream, shape) => {
          const list = lines.map((at, index) => ({ at, do: 'comment' as const, text: `Message ${index}` }));
          const { arrived } = run(list, {
            protected: true,
            pick: (from) => (from === 0 ? 0 : (stream.next().value as number) % from),
            shape,
          });
          const from = (at: Line) => list.filter((one) => one.at === at).map((one) => one.text);
          expect([...arrived.second].sort()).toEqual(from('first'));
          expect([...arrived.first].sort()).toEqual(from('second'));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('control: without the marks one comment bounces for ever', () => {
    const result = run([{ at: 'first', do: 'comment', text: 'It fails again' }], {
      protected: false,
      pick: () => 0,
      shape: (text) => text,
    });
    expect(result.quiet).toBe(false);
    expect(result.sent).toBeGreaterThan(10);
  });
});
