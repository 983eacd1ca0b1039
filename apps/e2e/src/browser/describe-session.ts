import { emailOf, signIn } from './sample-browser';
import type { Stage } from './stage';

export function describeSession(stage: Stage): void {
  describe('signing in', () => {
    it('says what to do after a wrong password, and goes on to the wanted page after the right one', async () => {
      const seat = await stage.browser.open();
      const { page } = seat;
      await page.goto('/tickets');
      await page.waitForURL(/sign-in\?returnTo=%2Ftickets/);
      await signIn(page, emailOf('ravi'), 'not the password');
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toMatch(/\S+[\s\S]+\S+/);
      await signIn(page, emailOf('ravi'), stage.slipway.password);
      await page.waitForURL(/\/tickets$/);
      await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();
      expect(seat.faults).toEqual([]);
      await seat.leave();
    });

    it('keeps the session over a reload without any token in storage, and ends it', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Releases' }).waitFor();
      const stored = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
      expect(stored).not.toMatch(/eyJ|slp_/);
      await page.getByRole('button', { name: /Ravi Menon/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.waitForURL(/sign-in/);
      await page.goto('/releases');
      await page.waitForURL(/sign-in/);
      await seat.leave();
    });

    it('says who I am and on which side, and switches the engagement', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.getByRole('heading', { name: 'Field service 2.4' }).waitFor();
      const header = page.locator('header');
      expect(await header.innerText()).toMatch(/Northwind field service[\s\S]*Vendor[\s\S]*Asia\/Kolkata \(UTC\+5:30\)[\s\S]*Ravi Menon/);
      await header.getByRole('button', { name: /Northwind field service/ }).click();
      await page.getByRole('menuitem', { name: /Lakeside/ }).click();
      await page.getByText('No release yet').waitFor();
      expect(await header.innerText()).toContain('Lakeside');
      await header.getByRole('button', { name: /Lakeside/ }).click();
      await page.getByRole('menuitem', { name: /Northwind/ }).click();
      await page.getByRole('heading', { name: 'Field service 2.4' }).waitFor();
      expect(seat.faults).toEqual([]);
      await seat.leave();
    });

    it('shows every time in the zone that the person chose, named', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      const live = page.locator('main').getByText(/live since/);
      expect(await live.innerText()).toMatch(/\d{2}:\d{2} UTC\+5:30/);
      await page.getByRole('button', { name: /Times are shown in/ }).click();
      await page.getByRole('menuitem', { name: /\(client\)/ }).click();
      await page.getByText(/live since .*\d{2}:\d{2} CES?T/).waitFor();
      await seat.leave();
    });
  });
}
