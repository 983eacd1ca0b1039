import type { Stage } from './stage';

/** Share of the picture's points that are drawn on. */
const inkOf = (label: string) => `(() => {
  const canvas = document.querySelector('[role="img"][aria-label^="${label}"] canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 0) drawn += 1;
  return drawn / (canvas.width * canvas.height);
})()`;

export function describeSupport(stage: Stage): void {
  describe('tickets', () => {
    it('carry replies to both sides at once and keep private notes on their side', async () => {
      const vendor = await stage.browser.seat('nisha');
      const client = await stage.browser.seat('mia');
      const open = async ({ page }: typeof vendor) => {
        await page.goto('/tickets');
        await page.getByRole('link', { name: /Photos are missing/ }).click();
        await page.getByRole('heading', { name: 'History' }).waitFor();
      };
      await open(vendor);
      await open(client);
      expect(await client.page.getByText('Depot north is our loudest depot').count()).toBe(1);
      expect(await vendor.page.getByText('Depot north is our loudest depot').count()).toBe(0);

      await vendor.page.keyboard.press('n');
      await vendor.page.keyboard.type('The photo store lost a key; do not promise a day yet.');
      await vendor.page.getByRole('button', { name: 'Save note' }).click();
      await vendor.page.getByText('Noted; the client does not see it.').waitFor();
      await vendor.page.getByRole('heading', { name: 'History' }).click();
      await vendor.page.keyboard.press('r');
      await vendor.page.keyboard.type('We found the cause and restore the photos today.');
      await vendor.page.getByRole('button', { name: 'Send reply' }).click();

      await client.page.getByText('We found the cause and restore the photos today.').waitFor();
      expect(await client.page.getByText('The photo store lost a key').count()).toBe(0);
      expect(await vendor.page.getByText('The photo store lost a key').count()).toBe(1);
      const history = vendor.page.locator('li[data-side="vendor"]').filter({ hasText: 'The photo store lost a key' });
      expect(await history.innerText()).toContain('Private to the vendor');
      expect([...vendor.faults, ...client.faults]).toEqual([]);
      await vendor.leave();
      await client.leave();
    });

    it('go through the queue by filter, and are handed back by the second line', async () => {
      const seat = await stage.browser.seat('nisha');
      const { page } = seat;
      await page.goto('/tickets?line=second');
      await page.getByRole('link', { name: /Photos are missing/ }).waitFor();
      expect(await page.getByRole('link', { name: /Billing run/ }).count()).toBe(0);
      await page.getByRole('link', { name: /Photos are missing/ }).click();
      await page.getByRole('button', { name: 'Hand back' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/The answer/).fill('The photos are back; please check depot north.');
      await dialog.getByRole('button', { name: 'Hand back' }).click();
      await page.getByText('It is back with the first line.').waitFor();
      await page.getByText('Client: First line').waitFor();
      await page.getByText('The photos are back; please check depot north.').waitFor();
      await seat.leave();
    });

    it('refuse what somebody else changed in between, and show the present state', async () => {
      const first = await stage.browser.seat('mia');
      const { page } = first;
      await page.goto('/tickets');
      await page.getByRole('link', { name: /Billing run/ }).click();
      await page.getByRole('button', { name: 'Escalate' }).click();
      const id = page.url().split('/').at(-1) ?? '';
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/Why the vendor/).fill('The bill run belongs to the vendor.');
      await page.route('**/escalations', async (route) => {
        const headers = { ...route.request().headers(), 'if-match': '"0"' };
        await route.continue({ headers });
      });
      await dialog.getByRole('button', { name: 'Escalate' }).click();
      await dialog.getByRole('alert').waitFor();
      expect(await dialog.getByRole('alert').innerText()).toMatch(/changed/i);
      expect((await first.api(`/tickets/v1/tickets/${id}`)).line).toBe('first');
      await first.leave();
    });
  });

  describe('KPIs', () => {
    it('are drawn with the same numbers as the service has, in a table too', async () => {
      const seat = await stage.browser.seat('felix');
      const { page } = seat;
      const answered = page.waitForResponse((response) => response.url().includes('/series?kpi=orders-closed'));
      await page.goto('/kpis');
      const { series } = (await (await answered).json()) as { series: { values: (number | null)[] }[] };
      const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Orders closed' }) });
      await panel
        .getByRole('img', { name: /^Orders closed from/ })
        .locator('canvas')
        .waitFor();
      expect(await page.evaluate<number>(inkOf('Orders closed from'))).toBeGreaterThan(0.05);
      await panel.getByText('The numbers').click();
      const numbers = await panel.locator('tbody tr td:nth-child(2)').allInnerTexts();
      expect(numbers).toEqual(series[0].values.map((value) => (value === null ? 'no data' : String(value))));
      expect(numbers.length).toBe(28);
      await panel.getByText('Definition and signatures').click();
      await panel.getByText(/signed by Felix Wagner/).waitFor();
      await seat.leave();
    });

    it('judge a release before against after', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.goto('/kpis');
      await page.getByRole('button', { name: 'Judge now' }).click();
      await page.getByText('Judged on what is measured so far.').waitFor();
      await page.getByText('Inconclusive').first().waitFor();
      await seat.leave();
    });
  });
}
