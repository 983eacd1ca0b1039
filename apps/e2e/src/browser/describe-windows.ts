import type { Stage } from './stage';

export function describeWindows(stage: Stage): void {
  describe('the windows', () => {
    it('are drawn on the week grid and listed with parts and reasons on both clocks', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.goto('/windows');
      const first = page.locator('#window-1');
      await first.waitFor();
      const releaseId = (await seat.api('/scheduler/v1/releases')).items.find(
        (one: { name: string }) => one.name === 'Field service 2.4',
      ).releaseId;
      const { answer } = await seat.api(`/scheduler/v1/releases/${releaseId}/recommendation`);
      expect(await page.locator('[id^="window-"]').count()).toBe(answer.windows.length);
      const best = answer.windows[0];
      const words = await first.innerText();
      expect(words).toContain(String(Math.round(best.score * 100)));
      for (const reason of best.reasons) expect(words).toContain(reason);
      expect(words).toMatch(/Client[\s\S]*CES?T[\s\S]*Vendor[\s\S]*UTC\+5:30/);
      const drawn = page.getByRole('button', { name: new RegExp(`^#1, score ${Math.round(best.score * 100)}`) });
      await drawn.first().click();
      expect(await first.getAttribute('data-focused')).toBe('true');
      await page.getByText('The week in words').click();
      expect(await page.getByRole('table').locator('tbody tr').count()).toBe(7);
      await seat.leave();
    });

    it('are booked when both sides have confirmed, and each side sees the other’s step without a reload', async () => {
      const vendor = await stage.browser.seat('ravi');
      const client = await stage.browser.seat('anna');
      await vendor.page.goto('/windows');
      await client.page.goto('/windows');
      await client.page.locator('#window-1').waitFor();
      await vendor.page.getByRole('button', { name: 'Propose this window, #1' }).click();
      await vendor.page.getByText('Proposed. The other side has to confirm it.').waitFor();
      await client.page.getByRole('button', { name: 'Confirm for the client' }).click();
      await client.page.getByText('Booked by both sides').first().waitFor();
      await vendor.page.getByText('Booked by both sides').first().waitFor();
      await vendor.page.goto('/releases');
      await vendor.page.getByRole('link', { name: /Field service 2\.4/ }).click();
      await vendor.page.locator('[data-item="moment-chosen"]').getByText('Done').waitFor();
      await vendor.page.getByText('Booked by both sides').waitFor();
      expect([...vendor.faults, ...client.faults]).toEqual([]);
      await vendor.leave();
      await client.leave();
    });

    it('are withdrawn with a reason that both sides read', async () => {
      const client = await stage.browser.seat('anna');
      const { page } = client;
      await page.goto('/windows');
      await page.getByRole('button', { name: 'Withdraw' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Reason').fill('Month-end close was moved.');
      await dialog.getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText(/was withdrawn: Month-end close was moved\./).waitFor();
      await client.leave();
    });

    it('can only be looked at by those who may not book', async () => {
      const seat = await stage.browser.seat('clara');
      const { page } = seat;
      await page.goto('/windows');
      await page.locator('#window-1').waitFor();
      expect(await page.getByRole('button', { name: /Propose/ }).count()).toBe(0);
      await page.goto('/operations/dead-letters');
      await page.getByText(/needs the permission dead-letter:read/).waitFor();
      expect(seat.faults).toEqual([]);
      await seat.leave();
    });
  });
}
