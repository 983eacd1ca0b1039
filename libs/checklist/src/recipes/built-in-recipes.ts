import type { Recipe, RecipeItem } from './recipe';
import { softReleaseV1 } from './soft-release-v1';

export const builtInRecipes: readonly Recipe[] = [softReleaseV1];

export const findRecipe = (key: string, version: number): Recipe | null =>
  builtInRecipes.find((recipe) => recipe.key === key && recipe.version === version) ?? null;

export type PlacedItem = RecipeItem & { readonly section: string; readonly sectionTitle: string; readonly position: number };

/** The items of a recipe in their order, each with its section. */
export function placedItems(recipe: Recipe): PlacedItem[] {
  return recipe.sections
    .flatMap((section) => section.items.map((item) => ({ ...item, section: section.key, sectionTitle: section.title })))
    .map((item, position) => ({ ...item, position }));
}
