import type { Stage } from './stage';

/** A dead letter as if the tickets service had failed on an event that it did handle before. */
const plantDeadLetter = `
  INSERT INTO tickets.dead_letters (id, event_id, type, topic, key, source, occurred_at, consumer, cause, attempts, payload, payload_encoding, traceparent, engagement_id, failed_at)
  SELECT gen_random_uuid(), o.id, o.type, o.topic, o.key, '/slipway/directory', to_char(o.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         i.consumer, 'planted by the spec: the table was locked', 5, o.data::text, 'utf-8', o.traceparent, o.engagement_id, now()
  FROM directory.outbox o JOIN tickets.inbox i ON i.event_id = o.id JOIN checklist.releases r ON r.engagement_id = o.engagement_id
  WHERE o.type = 'directory.membershipChanged.v1' ORDER BY o.seq LIMIT 1`;

export function describeOperations(stage: Stage): void {
  describe('operations', () => {
    it('shows a dead letter with its cause and replays it', async () => {
      expect((await stage.slipway.query(plantDeadLetter)).rowCount).toBe(1);
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.goto('/operations/dead-letters');
      await page.getByRole('combobox', { name: 'Service' }).click();
      await page.getByRole('option', { name: 'Tickets' }).click();
      await page.getByText('planted by the spec: the table was locked').waitFor();
      await page.getByText('Payload and trace').click();
      await page.getByText('"engagementId"').waitFor();
      await page.getByRole('button', { name: 'Replay' }).click();
      await page.getByText('No dead letter').waitFor();
      await page.getByText('Replayed', { exact: true }).click();
      await page.getByText('planted by the spec: the table was locked').waitFor();
      expect(seat.faults).toEqual([]);
      await seat.leave();
    });

    it('makes an API token that is shown once, works within its scopes, and is revoked', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      await page.goto('/operations/tokens');
      await page.getByRole('button', { name: 'New token' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('What it is for').fill('Build server');
      await dialog.getByRole('combobox', { name: 'What it may do' }).fill('release:read');
      await page.getByRole('option', { name: 'release:read' }).click();
      await page.keyboard.press('Escape');
      await dialog.getByRole('button', { name: 'Create token' }).click();
      const token = await page.locator('code').filter({ hasText: /^slp_/ }).first().innerText();
      const ask = (path: string) => fetch(`${stage.slipway.url}/api${path}`, { headers: { authorization: `Bearer ${token.trim()}` } });
      expect((await ask('/checklist/v1/releases')).status).toBe(200);
      expect((await ask('/tickets/v1/tickets')).status).toBe(403);
      await page.reload();
      await page.getByText('Build server').waitFor();
      expect(await page.locator('main').innerText()).not.toContain(token.trim());
      await page.getByRole('button', { name: 'Revoke Build server' }).click();
      await page.getByText('Build server is revoked.').waitFor();
      await seat.leave();
    });

    it('checks a file of people row by row before it writes', async () => {
      const seat = await stage.browser.seat('anna');
      const { page } = seat;
      await page.goto('/operations/people');
      await page.getByRole('button', { name: 'Import from CSV' }).click();
      const csv =
        'name,email,side,department,roles,zone\nTilda Berg,tilda@northwind.example,client,operations,engineer,Europe/Berlin\nNobody,,client,operations,engineer,Europe/Berlin\n';
      await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText('It would be: 1 new, 0 changed, 0 the same, 1 refused.').waitFor();
      expect((await seat.api(`/directory/v1/me`)).memberships.length).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
      await page.getByText('It is done: 1 new').waitFor();
      await page.getByRole('rowheader', { name: /Tilda Berg/ }).waitFor();
      await seat.leave();
    });

    it('shows who changed what and checks the chain', async () => {
      const seat = await stage.browser.seat('anna');
      const { page } = seat;
      await page.goto('/operations/audit');
      await page.getByLabel('Action').fill('release.created');
      await page.getByText('Ravi Menon (vendor, delivery)').first().waitFor();
      await page.getByRole('button', { name: 'Check the chain' }).click();
      await page.getByText(/Intact, [\d,]+ entries/).waitFor();
      await seat.leave();
    });
  });
}
