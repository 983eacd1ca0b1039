import { Controller, Get, Param, Query } from '@nestjs/common';
import { Endpoint } from '@slipway/access';
import { pageQuery, Problem } from '@slipway/service-host';
import type { z } from 'zod';
import { listOf } from '../schema-parts';
import { builtInRecipes, findRecipe, placedItems } from './built-in-recipes';
import { recipeParam, recipeSchema, recipeSummarySchema, type RecipeView } from './recipe-schemas';

@Controller('api/checklist/v1/recipes')
export class RecipesController {
  @Get()
  @Endpoint({ summary: 'Recipes and their versions', allow: 'recipe:read', returns: listOf(recipeSummarySchema) })
  list(@Query({ schema: pageQuery }) query: z.output<typeof pageQuery>) {
    const items = builtInRecipes.map((recipe) => ({
      key: recipe.key,
      version: recipe.version,
      sections: recipe.sections.length,
      items: placedItems(recipe).length,
    }));
    return { items: items.slice(0, query.limit), nextCursor: null };
  }

  @Get(':key/versions/:version')
  @Endpoint({
    summary: 'What must be true by a version of a recipe',
    description: 'A version never changes.',
    allow: 'recipe:read',
    returns: recipeSchema,
  })
  get(@Param({ schema: recipeParam }) { key, version }: z.output<typeof recipeParam>): RecipeView {
    const recipe = findRecipe(key, version);
    if (recipe === null) throw Problem.notFound('recipe');
    return {
      key: recipe.key,
      version: recipe.version,
      sections: recipe.sections.map((section) => ({
        key: section.key,
        title: section.title,
        items: section.items.map((item) => ({
          key: item.key,
          title: item.title,
          appliesWhen: item.appliesWhen ?? null,
          side: item.side,
          auditor: item.auditor,
          proof: [...item.proof],
          freshDays: item.fresh,
          signOff: item.signOff,
          fact: item.signOff === 'by-fact' ? item.fact : null,
        })),
      })),
    };
  }
}
