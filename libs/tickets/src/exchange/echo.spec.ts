import fc from 'fast-check';
import { type EchoMark, findEcho, markerOf, markersIn, textDigest } from './echo';

const id = '0192f1a0-0000-7000-8000-000000000001';
const mark = (over: Partial<EchoMark> = {}): EchoMark => ({
  id,
  kind: 'commented',
  digest: textDigest('Try again please'),
  marker: markerOf(id),
  deliveredMs: 0,
  consumed: false,
  ...over,
});
const comment = (text: string, marker: string | null = null) => ({ kind: 'commented' as const, text, marker });

describe('findEcho', () => {
  it('knows its own words, however the desk shapes them', () => {
    for (const text of [
      'Try again please',
      ' try  again\n please ',
      '> Try again please',
      `Try again please [${markerOf(id)}]`,
      '**Try again** please',
    ]) {
      expect(findEcho(comment(text), [mark()], 1e9)?.id).toBe(id);
    }
  });
  it('takes a desk’s own words for its own, also when they quote us or the ticket carries our mark', () => {
    expect(findEcho(comment('> Try again please\nDone, thank you'), [mark()], 0)).toBeNull();
    expect(findEcho(comment(`Done. [${markerOf(id)}]`), [mark()], 0)).toBeNull();
    expect(findEcho(comment('Done.', markerOf(id)), [mark()], 0)).toBeNull();
  });
  it('takes the same words a second time for the desk’s own, unless they carry the mark', () => {
    const used = [mark({ consumed: true })];
    expect(findEcho(comment('Try again please'), used, 0)).toBeNull();
    expect(findEcho(comment(`Try again please ${markerOf(id)}`), used, 0)?.id).toBe(id);
  });
  it('takes a state for an echo for ten minutes after the desk took it', () => {
    const resolved = [mark({ kind: 'resolved', digest: null })];
    const at = (nowMs: number, marker: string | null = null) => findEcho({ kind: 'resolved', text: null, marker }, resolved, nowMs);
    expect(at(600_000)?.id).toBe(id);
    expect(at(600_001)).toBeNull();
    expect(at(600_001, markerOf(id))?.id).toBe(id);
    expect(findEcho({ kind: 'reopened', text: null, marker: null }, resolved, 0)).toBeNull();
  });
  it('knows the ticket that it made a desk open, by mark or by title', () => {
    const opened = [mark({ kind: 'opened', digest: textDigest('Cannot pay') })];
    expect(findEcho({ kind: 'opened', text: 'Cannot pay', marker: null }, opened, 0)?.id).toBe(id);
    expect(findEcho({ kind: 'opened', text: '[Slipway] Cannot pay', marker: markerOf(id) }, opened, 0)?.id).toBe(id);
    expect(findEcho({ kind: 'opened', text: 'Cannot log in', marker: null }, opened, 0)).toBeNull();
  });
  it('finds marks in any text', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string(), (uuid, text) =>
        expect(markersIn(`${text} [${markerOf(uuid)}] ${text}`)).toContain(markerOf(uuid)),
      ),
    );
  });
});
