import { z } from 'zod';

export const line = z.enum(['first', 'second']);
export type Line = z.output<typeof line>;
export const side = z.enum(['client', 'vendor']);
export type Side = z.output<typeof side>;
export const priority = z.enum(['urgent', 'high', 'normal', 'low']);
export type Priority = z.output<typeof priority>;
export const ticketStatus = z.enum(['open', 'in-progress', 'waiting', 'resolved', 'closed']);
export type TicketStatus = z.output<typeof ticketStatus>;
export const visibility = z.enum(['public', 'private']);
export type Visibility = z.output<typeof visibility>;

/** The first line is the client's, the second the vendor's. */
export const sideOf = (of: Line): Side => (of === 'first' ? 'client' : 'vendor');
export const lineOf = (of: Side): Line => (of === 'client' ? 'first' : 'second');
export const otherSide = (of: Side): Side => (of === 'client' ? 'vendor' : 'client');

const loneSurrogate = /\p{Surrogate}/u;

/** PostgreSQL's text and jsonb cannot hold U+0000, nor can UTF-8 hold half a surrogate pair. */
export const isStorable = (value: string): boolean => !value.includes('\u0000') && !loneSurrogate.test(value);

/** What of a foreign text can be stored: without NUL, broken surrogates replaced, cut to so many UTF-16 units. */
export const storable = (text: string, max: number): string =>
  text.replaceAll('\u0000', '').slice(0, max).replace(new RegExp(loneSurrogate, 'gu'), '\ufffd');

/** A trimmed, non-empty line of text. */
export const shortText = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, 'must not contain NUL characters or broken surrogate pairs');
/** Text of any shape, possibly empty. */
export const longText = (max: number) =>
  z.string().max(max).refine(isStorable, 'must not contain NUL characters or broken surrogate pairs');
