import { v7 } from 'uuid';

/** A UUIDv7: sortable by the time it was made, to the millisecond. */
export function newId(): string {
  return v7();
}
