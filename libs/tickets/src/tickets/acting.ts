import type { Side } from '../ticket-words';

/** Who does something to a ticket: a person of a side, a desk of a side, or Slipway itself. */
export interface Acting {
  readonly side: Side | 'system';
  readonly name: string;
  readonly personId: string | null;
  /** The desk that said it; it is never told what it said itself. */
  readonly deskId: string | null;
  readonly via: 'person' | 'desk' | 'system';
}

interface Person {
  readonly personId: string;
  readonly name: string;
  readonly side: Side;
}

export const actingPerson = (caller: Person): Acting => ({
  side: caller.side,
  name: caller.name,
  personId: caller.personId,
  deskId: null,
  via: 'person',
});
export const actingDesk = (desk: { readonly id: string; readonly name: string }, side: Side, author: string | null): Acting => ({
  side,
  name: author ?? desk.name,
  personId: null,
  deskId: desk.id,
  via: 'desk',
});
export const actingSystem = (name: string): Acting => ({ side: 'system', name, personId: null, deskId: null, via: 'system' });
