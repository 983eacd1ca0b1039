import fc from 'fast-check';
import { eventStreamReader } from './read-event-stream';

const whole =
  'event: a.b.v1\r\ndata: {"x":1}\r\nid: 7\r\n\r\n: ping\n\ndata: one\ndata: two\n\nevent: empty\n\ndata:tight\r\rdata: unfinished';

describe('eventStreamReader', () => {
  it('reads events, ignores comments and events without data, keeps what is unfinished', () => {
    expect(eventStreamReader()(whole)).toEqual([
      { event: 'a.b.v1', data: '{"x":1}', id: '7' },
      { event: 'message', data: 'one\ntwo', id: '7' },
      { event: 'message', data: 'tight', id: '7' },
    ]);
  });
  it('does not care where the stream was cut', () => {
    const expected = eventStreamReader()(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 8 }), (cuts) => {
        const read = eventStreamReader();
        const edges = [0, ...[...cuts].sort((a, b) => a - b), whole.length];
        const found = edges.slice(1).flatMap((end, index) => read(whole.slice(edges[index], end)));
        expect(found).toEqual(expected);
      }),
    );
  });
});
