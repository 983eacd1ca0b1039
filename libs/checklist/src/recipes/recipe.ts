import type { Role } from '@slipway/access';

export type ItemSide = 'client' | 'vendor' | 'both';

/** A fact that the product observes by itself, and who can make it happen. */
export interface ItemFact {
  readonly becomesTrueWhen: string;
  /** The role that usually has to act, on the sides of the item. */
  readonly role: Role;
}

/**
 * How an item gets from proof to "done".
 *
 * - `required`: people or machines outside the product give the proof, so an auditor of the named department signs it off.
 * - `by-fact`: the product itself observes the fact through the events of its own services (a window was booked, the KPI
 *   definitions were signed, measurements keep coming, a test ticket made its trip). No person can claim it, so nobody needs to
 *   sign it, proof given by hand is refused, and only a waiver passes it otherwise.
 */
export type ItemSignOff = { readonly signOff: 'required' } | { readonly signOff: 'by-fact'; readonly fact: ItemFact };

/** One line of a recipe: something that must be true before the release. */
export type RecipeItem = {
  readonly key: string;
  readonly title: string;
  /** A condition over the facts of the solution; without one the item always applies. */
  readonly appliesWhen?: 'solution.hasMobileApp';
  /** Who makes it true; `both` is one task for each side. */
  readonly side: ItemSide;
  /** The department, of either side, whose colleague reviews the proof. */
  readonly auditor: string;
  readonly proof: readonly string[];
  /** Days after its measurement at which proof is stale; null: never. */
  readonly fresh: number | null;
} & ItemSignOff;

export interface RecipeSection {
  readonly key: string;
  readonly title: string;
  readonly items: readonly RecipeItem[];
}

export interface Recipe {
  readonly key: string;
  readonly version: number;
  readonly sections: readonly RecipeSection[];
}
