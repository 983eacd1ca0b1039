import { createHash } from 'node:crypto';
import type { TicketChange } from '../presets/ticket-change';

/** What we told a desk, so that its own webhook about it is recognised and goes nowhere. */
export interface EchoMark {
  readonly id: string;
  readonly kind: TicketChange['kind'];
  /** Of the text that was sent: the message's, or the title's for `opened`. */
  readonly digest: string | null;
  /** `slw:` and an id; travels in the payload. */
  readonly marker: string;
  /** When the desk took it; null while it has not. */
  readonly deliveredMs: number | null;
  readonly consumed: boolean;
}

/** A told state that a desk has not echoed for so long is no longer taken for one. */
export const stateEchoMinutes = 10;
const markerPattern = /\[?slw:[0-9a-f-]{36}\]?/gi;

export const markerOf = (id: string): string => `slw:${id}`;
export const markersIn = (text: string): string[] =>
  (text.match(markerPattern) ?? []).map((found) => found.replace(/[[\]]/g, '').toLowerCase());

/** Of the words alone: neither our marks, nor case, nor white space or list and quote signs that desks add or take away. */
export function textDigest(text: string): string {
  const words = text
    .replace(markerPattern, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u00a0>*_~`#]+/g, ' ')
    .trim();
  return createHash('sha256').update(words).digest('hex');
}

/** What of a change is looked at for an echo: its message, or what it says about the ticket's state. */
export interface ChangePart {
  readonly kind: TicketChange['kind'];
  readonly text: string | null;
  readonly marker: string | null;
}

/** The mark that a part of a change echoes, or null when the desk speaks for itself. */
export function findEcho(part: ChangePart, marks: readonly EchoMark[], nowMs: number): EchoMark | null {
  const ofKind = marks.filter((mark) => mark.kind === part.kind);
  const digest = part.text === null ? null : textDigest(part.text);
  if (part.kind === 'commented') {
    const same = ofKind.filter((mark) => mark.digest === digest);
    const carried = part.text === null ? [] : markersIn(part.text);
    return same.find((mark) => !mark.consumed) ?? same.find((mark) => carried.includes(mark.marker) || mark.marker === part.marker) ?? null;
  }
  if (part.kind === 'opened')
    return ofKind.find((mark) => mark.marker === part.marker || (!mark.consumed && mark.digest === digest)) ?? null;
  const fresh = (mark: EchoMark) => mark.deliveredMs === null || nowMs - mark.deliveredMs <= stateEchoMinutes * 60_000;
  return ofKind.find((mark) => !mark.consumed && (mark.marker === part.marker || fresh(mark))) ?? null;
}
