import { applicability } from './applies-when';
import { findRecipe, placedItems } from './built-in-recipes';
import { softReleaseV1 } from './soft-release-v1';

const items = placedItems(softReleaseV1);

describe('the built-in recipe soft-release v1', () => {
  it('has 25 items in 8 sections, each key once', () => {
    expect(items).toHaveLength(25);
    expect(new Set(items.map((item) => item.key)).size).toBe(25);
    expect(softReleaseV1.sections.map((section) => [section.key, section.items.length])).toEqual([
      ['infrastructure', 5],
      ['initial-data', 4],
      ['integration', 2],
      ['pilot', 4],
      ['handover', 6],
      ['user-documentation', 1],
      ['business-monitoring', 2],
      ['moment', 1],
    ]);
  });

  it('leaves out only the mobile item where the solution has no mobile app', () => {
    const without = items.filter((item) => !applicability(item, { hasMobileApp: false }).applies);
    expect(without.map((item) => item.key)).toEqual(['mobile-distribution']);
    expect(items.every((item) => applicability(item, { hasMobileApp: true }).applies)).toBe(true);
  });

  it('lets exactly the facts that the product observes pass by themselves', () => {
    expect(items.filter((item) => item.signOff === 'by-fact').map((item) => item.key)).toEqual([
      'support-lines',
      'kpis-agreed',
      'kpis-tracked',
      'moment-chosen',
    ]);
  });

  it.each([
    ['environments-accepted', 'both', 'operations', 14],
    ['backup-restore', 'both', 'operations', 30],
    ['migration-verified', 'vendor', 'quality-assurance', 7],
    ['fault-side-board', 'vendor', 'support', 1],
    ['ui-handover', 'vendor', 'design', null],
    ['formal-handover', 'both', 'legal', null],
    ['users-migrated', 'client', 'quality-assurance', 7],
  ])('%s is made true by %s, audited by %s, fresh for %s days', (key, side, auditor, fresh) => {
    expect(items.find((item) => item.key === key)).toMatchObject({ side, auditor, fresh });
  });

  it('is found by key and version only', () => {
    expect(findRecipe('soft-release', 1)).toBe(softReleaseV1);
    expect(findRecipe('soft-release', 2)).toBeNull();
    expect(findRecipe('hasOwnProperty', 1)).toBeNull();
  });
});
