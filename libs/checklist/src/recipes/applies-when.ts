import type { RecipeItem } from './recipe';

export interface SolutionFacts {
  readonly hasMobileApp: boolean;
}

/** Whether an item applies to a solution, and in plain English why not. */
export function applicability(item: Pick<RecipeItem, 'appliesWhen'>, solution: SolutionFacts): { applies: boolean; reason: string | null } {
  if (item.appliesWhen === 'solution.hasMobileApp' && !solution.hasMobileApp) {
    return { applies: false, reason: 'the solution has no mobile app' };
  }
  return { applies: true, reason: null };
}
