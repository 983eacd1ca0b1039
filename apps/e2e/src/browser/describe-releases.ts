import { eventually } from '../harness/eventually';
import type { Seat } from './sample-browser';
import type { Stage } from './stage';

async function openHalfWay(seat: Seat): Promise<any> {
  const { page } = seat;
  const { items } = await seat.api('/checklist/v1/releases');
  const release = items.find((one: { name: string }) => one.name === 'Field service 2.4');
  await page.goto(`/releases/${release.releaseId}`);
  await page.locator('[data-item]').first().waitFor();
  return release;
}

export function describeReleases(stage: Stage): void {
  describe('the release', () => {
    it('shows its 25 items by section with numbers that are the service’s, and why it is not ready', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      const summary = await openHalfWay(seat);
      const release = await seat.api(`/checklist/v1/releases/${summary.releaseId}`);
      expect(await page.locator('[data-item]').count()).toBe(25);
      const { done, total } = release.readiness;
      await page.getByRole('img', { name: `Whole release: ${done} of ${total} done` }).waitFor();
      for (const section of release.sections)
        expect(await page.getByRole('img', { name: `${section.title}: ${section.done} of ${section.total} done` }).count()).toBe(1);
      const [blocker] = release.blockers.filter((one: { mustAct: { people: unknown[] }[] }) =>
        one.mustAct.some((actor) => actor.people.length),
      );
      const row = page.getByRole('listitem').filter({ hasText: blocker.title }).first();
      const words = await row.innerText();
      expect(words).toContain(blocker.reason);
      expect(words).toContain(blocker.unblock);
      expect(words).toContain(blocker.mustAct.find((actor: { people: unknown[] }) => actor.people.length).people[0].name);
      await seat.leave();
    });

    it('opens an item with the proof that it needs and has, by keyboard, and gives the focus back', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      const summary = await openHalfWay(seat);
      const { items } = await seat.api(`/checklist/v1/releases/${summary.releaseId}/evidence?itemKey=backup-restore`);
      await page.locator('[data-item="backup-restore"]').focus();
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog');
      await drawer.getByText('Proof that can show it').waitFor();
      expect(await drawer.innerText()).toContain(items[0].hash.slice(0, 16));
      expect(await drawer.innerText()).toContain(items[0].statement);
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
      await page.waitForFunction("document.activeElement?.getAttribute('data-item') === 'backup-restore'");
      await seat.leave();
    });

    it('takes new evidence and completes a task with it', async () => {
      const seat = await stage.browser.seat('asha');
      const { page } = seat;
      await page.goto('/my-work?part=tasks');
      const complete = page.getByRole('button', { name: /^Complete: The user manual exists/ });
      await complete.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Statement').fill('The manual was published on Monday and read by the pilot group.');
      await dialog.getByRole('button', { name: 'Complete the task' }).click();
      await page.getByText(/Its proof goes to review/).waitFor();
      await complete.waitFor({ state: 'detached' });
      const { items } = await seat.api('/checklist/v1/tasks?assignee=me&limit=200');
      expect(
        items.find(
          (task: { itemKey: string; releaseName: string }) => task.itemKey === 'user-manual' && task.releaseName === 'Field service 2.4',
        ).status,
      ).toBe('done');
      await seat.leave();
    });

    it('lets an auditor approve with `a` and send back with `r`, and an onlooker sees it without a reload', async () => {
      const auditor = await stage.browser.seat('mia');
      const onlooker = await stage.browser.seat('ravi');
      await openHalfWay(onlooker);
      const manual = onlooker.page.locator('[data-item="user-manual"]');
      await manual.getByText('In review').waitFor();
      const { page } = auditor;
      await page.goto('/my-work?part=reviews');
      const { items } = await auditor.api('/checklist/v1/reviews');
      expect(items.length).toBeGreaterThan(1);
      const show = async (itemKey: string) => {
        const { title } = items.find((one: { itemKey: string }) => one.itemKey === itemKey);
        for (let step = 0; step < items.length; step++) {
          if (await page.getByRole('heading', { level: 2, name: title }).count()) return;
          await page.keyboard.press('n');
        }
        throw new Error(`${itemKey} did not come up`);
      };
      await page.getByRole('button', { name: 'Approve' }).waitFor();
      await show('user-manual');
      await page.keyboard.press('a');
      await page.getByText(/bound to this exact proof/).waitFor();
      await manual.getByText('Done').waitFor();
      await show('fault-side-board');
      await page.keyboard.press('r');
      await page
        .getByRole('dialog')
        .getByLabel(/What has to be done again/)
        .fill('The board does not show the client side.');
      await page.getByRole('dialog').getByRole('button', { name: 'Send back' }).click();
      await page.getByText('Sent back with your comment.').waitFor();
      await onlooker.page.locator('[data-item="fault-side-board"]').getByText('Sent back').waitFor();
      expect([...auditor.faults, ...onlooker.faults]).toEqual([]);
      await auditor.leave();
      await onlooker.leave();
    });

    it('asks both sides, and takes a vote with its reason', async () => {
      const seat = await stage.browser.seat('ravi');
      const { page } = seat;
      const release = await openHalfWay(seat);
      await page.getByRole('button', { name: /Ask both sides/ }).click();
      await page.getByText('Both sides were asked to decide.').waitFor();
      await page.getByRole('button', { name: 'Vote', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'No-go' }).check();
      expect(await dialog.getByRole('button', { name: 'Cast the vote' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Reason').fill('The pilot sessions have not been held.');
      await dialog.getByRole('button', { name: 'Cast the vote' }).click();
      await page.getByText('Your vote is recorded.').waitFor();
      const decisions = await eventually(
        'the vote is there',
        () => seat.api(`/checklist/v1/releases/${release.releaseId}/decisions`),
        (list) => list.items[0]?.votes.length === 1,
      );
      expect(decisions.items[0].votes[0]).toMatchObject({ vote: 'no-go', reason: 'The pilot sessions have not been held.' });
      await eventually(
        'only the other side is waited for',
        () => page.getByText('Release manager has not voted').count(),
        (count) => count === 1,
      );
      await seat.leave();
    });
  });
}
