import { mergeHistory } from './merge-history';
import type { TicketEvent, TicketMessage } from './ticket-types';

const message = (id: string, at: string) =>
  ({ id, at, side: 'client', line: 'first', author: 'A', visibility: 'public', text: id, via: 'person' }) as TicketMessage;
const event = (id: string, kind: string, at: string) => ({ id, at, side: 'system', kind, actor: 'clock', text: id }) as TicketEvent;

describe('mergeHistory', () => {
  it('orders both by time and drops events that repeat a message', () => {
    const entries = mergeHistory({
      messages: [message('second', '2026-03-03T09:00:00.000Z'), message('first', '2026-03-03T08:00:00.000Z')],
      history: [
        event('escalated', 'escalated', '2026-03-03T08:30:00.000Z'),
        event('said', 'message-added', '2026-03-03T09:00:00.400Z'),
        event('lone', 'message-added', '2026-03-03T10:00:00.000Z'),
      ],
    });
    expect(entries.map((entry) => (entry.kind === 'message' ? entry.message.id : entry.event.id))).toEqual([
      'first',
      'escalated',
      'second',
      'lone',
    ]);
  });
});
