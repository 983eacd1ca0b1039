import { findViolations } from './find-violations';
import { narrow, type Seat, wide } from './sample-browser';
import type { Stage } from './stage';

const places: { name: string; path: string; shows: string | RegExp }[] = [
  { name: 'releases', path: '/releases', shows: 'Field service 2.4' },
  { name: 'tasks', path: '/my-work?part=tasks', shows: 'My work' },
  { name: 'reviews', path: '/my-work?part=reviews', shows: 'My work' },
  { name: 'windows', path: '/windows', shows: /of \d+.* looked at/ },
  { name: 'tickets', path: '/tickets', shows: /T-\d/ },
  { name: 'KPIs', path: '/kpis', shows: 'Orders closed' },
  { name: 'people', path: '/operations/people', shows: 'Asha Rao' },
  { name: 'availability', path: '/operations/calendars', shows: 'Asha Rao' },
  { name: 'freezes', path: '/operations/freezes', shows: 'Freezes' },
  { name: 'load', path: '/operations/load', shows: 'Work orders' },
  { name: 'desks', path: '/operations/desks', shows: 'Banyan help desk' },
  { name: 'tokens', path: '/operations/tokens', shows: 'API tokens' },
  { name: 'dead letters', path: '/operations/dead-letters', shows: 'Dead letters' },
  { name: 'audit', path: '/operations/audit', shows: 'readiness.changed' },
  { name: 'account', path: '/operations/account', shows: 'Where you are signed in' },
  { name: 'nowhere', path: '/nowhere', shows: 'Nothing lives at this address' },
];

async function visitAll(seat: Seat): Promise<Record<string, string[]>> {
  const { page } = seat;
  const found: Record<string, string[]> = {};
  const note = async (name: string) => {
    const violations = await findViolations(page);
    if (violations.length) found[name] = violations;
  };
  for (const { name, path, shows } of places) {
    await page.goto(path);
    await page.locator('main').getByText(shows).first().waitFor();
    await note(name);
  }
  await page.goto('/releases');
  for (const menu of [/Ravi Menon/, /Times are shown in/, /Northwind field service/]) {
    await page.locator('header').getByRole('button', { name: menu }).click();
    await page.getByRole('menu').waitFor();
    await note(`menu ${String(menu)}`);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
  await page.getByRole('link', { name: /Field service 2\.4/ }).click();
  await page.locator('[data-item="backup-restore"]').waitFor();
  await note('release');
  await page.locator('[data-item="backup-restore"]').click();
  await page.getByText('Proof that can show it').waitFor();
  await note('item');
  await page.goto('/tickets');
  await page.getByRole('link', { name: /Photos are missing/ }).click();
  await page.getByRole('heading', { name: 'Clocks' }).waitFor();
  await note('ticket');
  return found;
}

export function describeAccessibility(stage: Stage): void {
  describe('for everybody', () => {
    it.each([
      ['at 1280 px', { width: wide }],
      ['at 390 px', { width: narrow }],
      ['in dark colours', { width: wide, dark: true }],
    ])(
      'no page has a serious violation, a script error or a sideways scroll bar %s',
      async (_, options) => {
        const fresh = await stage.browser.open(options);
        expect(await findViolations(fresh.page)).toEqual([]);
        await fresh.leave();
        const seat = await stage.browser.seat('ravi', options);
        expect(await visitAll(seat)).toEqual({});
        expect(seat.faults).toEqual([]);
        await seat.leave();
      },
      180_000,
    );

    it('would find a planted violation and a page that is too wide', async () => {
      const seat = await stage.browser.open();
      const main = 'document.querySelector("main")';
      await seat.page.evaluate(
        `${main}.insertAdjacentHTML('beforeend', '<img src="/favicon.svg"><p style="color:#ccc;background:#fff">faint</p>')`,
      );
      expect((await findViolations(seat.page)).join()).toMatch(/color-contrast[\s\S]*image-alt|image-alt[\s\S]*color-contrast/);
      await seat.page.evaluate(`${main}.insertAdjacentHTML('beforeend', '<div style="width:3000px;height:1px"></div>')`);
      expect((await findViolations(seat.page)).join()).toMatch(/px wider than its window/);
      await seat.leave();
    });

    it('can be used with the keyboard alone: skip link, shortcuts and their help, and none of them while typing', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.goto('/releases');
      await page.getByRole('heading', { name: 'Field service 2.4' }).waitFor();
      await page.keyboard.press('Tab');
      await page.waitForFunction("document.activeElement?.textContent === 'Skip to the content'");
      await page.keyboard.press('Enter');
      await page.waitForFunction("document.activeElement?.id === 'main'");
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();
      await page.waitForFunction("document.activeElement?.tagName === 'H1'");
      await page.keyboard.press('/');
      await page.keyboard.type('g r');
      expect(page.url()).toContain('/tickets');
      expect(await page.getByLabel('Find').inputValue()).toBe('g r');
      await seat.leave();
    });

    it('the navigation opens and closes where it is narrow', async () => {
      const seat = await stage.browser.seat('ravi', { width: narrow });
      const { page } = seat;
      const link = page.getByRole('link', { name: /Windows/ });
      await link.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      await link.click();
      await page.getByRole('heading', { level: 1, name: 'Windows' }).waitFor();
      await link.waitFor({ state: 'hidden' });
      await seat.leave();
    });
  });
}
