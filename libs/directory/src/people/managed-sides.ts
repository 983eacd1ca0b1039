import { type Side, sides } from '@slipway/access';

/**
 * The sides whose people a caller with `person:manage` may manage: their own; for an operator both; and for the vendor's also the
 * client's until the client has somebody who can do it.
 */
export function managedSides(caller: { side: Side; operator: boolean }, clientHasAdmin: boolean): Side[] {
  return sides.filter((side) => caller.operator || side === caller.side || (side === 'client' && !clientHasAdmin));
}
