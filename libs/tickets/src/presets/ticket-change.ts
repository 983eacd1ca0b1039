import type { Priority, Visibility } from '../ticket-words';

/** What a sender's delivery says about one ticket of its desk, in our words. */
export interface TicketChange {
  readonly kind: 'opened' | 'updated' | 'commented' | 'resolved' | 'reopened';
  /** The sender's own name of the ticket; stable over its life. */
  readonly reference: string;
  readonly url?: string | null;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly priority?: Priority | null;
  /** Values that a desk's mapping may turn into a feature: labels, components, service. */
  readonly labels?: readonly string[];
  readonly reporter?: string | null;
  /** `waiting` and `in-progress` come as updates. */
  readonly progress?: 'open' | 'in-progress' | 'waiting' | null;
  readonly message?: ChangeMessage | null;
  /** The mark that our own webhook carried, where the sender gives it back. */
  readonly marker?: string | null;
  /** When it happened there: RFC 3339, or milliseconds since 1970. */
  readonly at?: string | null;
  /** The sender tells a state, not an event: an `opened` of a resolved ticket means that it is back. */
  readonly isState?: boolean;
}

export interface ChangeMessage {
  /** The sender's id of the message; the same however often it is delivered. */
  readonly id: string | null;
  readonly text: string;
  readonly author: string | null;
  readonly visibility: Visibility;
}

export type Normalised = { readonly changes: readonly TicketChange[] } | { readonly ignored: string } | { readonly unparseable: string };

/** How a desk's own values become ours; keys compare without case. */
export interface DeskMapping {
  readonly priorities?: Readonly<Record<string, Priority>>;
  readonly statuses?: Readonly<Record<string, MappedStatus>>;
  readonly features?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Partial<Record<MappedField, string>>>;
}
export type MappedStatus = 'open' | 'in-progress' | 'waiting' | 'resolved' | 'closed';
export const mappedFields = [
  'reference',
  'title',
  'description',
  'priority',
  'status',
  'feature',
  'reporter',
  'messageId',
  'messageText',
  'messageAuthor',
  'messagePrivate',
] as const;
export type MappedField = (typeof mappedFields)[number];

export interface DeliveryToNormalise {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly mapping: DeskMapping;
}
export type Normaliser = (delivery: DeliveryToNormalise) => Normalised;
