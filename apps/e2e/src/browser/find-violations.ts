import fs from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until nothing is loading, then answers what axe finds of serious or critical level, and whether it is wider than its window. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150))))');
  await page.evaluate(source);
  const results = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  const found = results.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  return overflow > 0 ? [...found, `the page is ${overflow} px wider than its window`] : found;
}
