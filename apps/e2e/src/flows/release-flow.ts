import type { Composition } from '../harness/composition';
import { eventually } from '../harness/eventually';
import type { World } from '../harness/world';
import { agreeKpi, measure } from './measurement-work';
import { bookBestWindow, createRelease, proveItem, readiness, staffWindows } from './release-work';
import { sendTestTicket } from './ticket-flow';

/** Flow 3: item done, ready, window, go, live, verdict. */
export function describeReleaseFlow(composition: () => Composition, world: () => World): void {
  describe('item done, ready, window, go, live, verdict', () => {
    let releaseId: string;
    const blockers = async () => (await readiness(world(), releaseId)).blockers.map((one: any) => one.itemKey) as string[];

    it('a release starts with the 25 items of the recipe, each blocked with who must act', async () => {
      releaseId = await createRelease(world(), 'Field service 2.4');
      const { total, done, ready, blockers } = await readiness(world(), releaseId);
      expect({ total, ready }).toEqual({ total: 25, ready: false });
      expect(blockers).toHaveLength(25 - done);
      for (const blocker of blockers) {
        expect(blocker.mustAct.length).toBeGreaterThan(0);
        expect(blocker.reason.length).toBeGreaterThan(10);
      }
    });

    it('an item passes by proof and the sign-off of another department, and by nothing else', async () => {
      const engineer = world().as('engineer');
      const tasks = await engineer.get('checklist', `/tasks?releaseId=${releaseId}&limit=200`);
      const task = tasks.items.find((one: any) => one.itemKey === 'delivery-pipeline');
      await world().as('vendorManager').post('checklist', `/tasks/${task.taskId}/assign`, { assigneeId: engineer.personId });
      const proof = [{ kind: 'manual', outcome: 'pass', statement: 'The pipeline ran for uat and prod.' }];
      await engineer.post('checklist', `/tasks/${task.taskId}/complete`, { proof });
      const reviews = await engineer.get('checklist', `/reviews?mine=false&releaseId=${releaseId}&limit=200`);
      const review = reviews.items.find((one: any) => one.itemKey === 'delivery-pipeline');
      const byDoer = await engineer.call('POST', 'checklist', `/reviews/${review.reviewId}/decision`, { body: { decision: 'approve' } });
      expect(byDoer.status).toBe(403);
      const wrongDepartment = await world()
        .as('auditor:legal')
        .call('POST', 'checklist', `/reviews/${review.reviewId}/decision`, { body: { decision: 'approve' } });
      expect([wrongDepartment.status, wrongDepartment.body.code]).toEqual([403, 'wrong-department']);
      expect(await blockers()).toContain('delivery-pipeline');
      await world().as('auditor:development').post('checklist', `/reviews/${review.reviewId}/decision`, { decision: 'approve' });
      expect(await blockers()).not.toContain('delivery-pipeline');
    });

    it('what the product proves itself passes by itself: agreed KPIs, fresh measurements, a test ticket', async () => {
      await agreeKpi(world());
      await eventually('kpis-agreed passed', blockers, (keys) => !keys.includes('kpis-agreed'));
      await measure(world(), { hours: 2 });
      await eventually('kpis-tracked passed', blockers, (keys) => !keys.includes('kpis-tracked'), 90);
      await sendTestTicket(composition(), world());
      await eventually('support-lines passed', blockers, (keys) => !keys.includes('support-lines'));
    });

    it('with everything else proven only the moment is missing; go is refused', async () => {
      for (const itemKey of await blockers()) if (itemKey !== 'moment-chosen') await proveItem(world(), releaseId, itemKey);
      expect(await blockers()).toEqual(['moment-chosen']);
      const { hash } = await readiness(world(), releaseId);
      const decision = await world().as('vendorManager').post('checklist', `/releases/${releaseId}/decisions`, { readinessHash: hash });
      const refused = await world()
        .as('vendorManager')
        .call('POST', 'checklist', `/decisions/${decision.decisionId}/votes`, { body: { vote: 'go' } });
      expect([refused.status, refused.body.code]).toEqual([409, 'not-ready']);
      expect(refused.body.remedy).toEqual(expect.any(String));
    });

    it('the window that both sides confirm makes the moment pass, and the release ready', async () => {
      await staffWindows(world());
      const booking = await bookBestWindow(world(), releaseId);
      expect(booking.status).toBe('booked');
      await eventually(
        'the release is ready',
        () => readiness(world(), releaseId),
        (state) => state.ready === true,
      );
      const second = await createRelease(world(), 'Field service 2.4.1');
      await eventually(
        'the scheduler knows it',
        () => world().as('vendorManager').get('scheduler', '/releases'),
        (list) => list.items.some((one: any) => one.releaseId === second),
      );
      const overlap = await world()
        .as('vendorManager')
        .call('POST', 'scheduler', `/releases/${second}/bookings`, { body: { startAt: booking.startAt } });
      expect(overlap.status).toBe(409);
    });

    it('both sides vote go on one snapshot; live starts hypercare and the verdict', async () => {
      const { hash } = await readiness(world(), releaseId);
      const manager = world().as('vendorManager');
      const decision = await manager.post('checklist', `/releases/${releaseId}/decisions`, { readinessHash: hash });
      await manager.post('checklist', `/decisions/${decision.decisionId}/votes`, { vote: 'go' });
      await world().as('clientManager').post('checklist', `/decisions/${decision.decisionId}/votes`, { vote: 'go' });
      await manager.post('checklist', `/releases/${releaseId}/live`);
      const hypercare = await eventually(
        'hypercare started',
        () => manager.call('GET', 'tickets', `/hypercare/${releaseId}`),
        (answer) => answer.status === 200,
      );
      expect(hypercare.body.status).toBe('active');
      const verdicts = await eventually(
        'a first verdict is reached',
        async () => {
          await manager.call('POST', 'kpi', `/releases/${releaseId}/verdicts`);
          return await manager.get('kpi', `/releases/${releaseId}/verdicts`);
        },
        (list) => list.items.length > 0,
      );
      expect(verdicts.items[0].verdict).toBe('inconclusive');
      expect(verdicts.items[0].reason.length).toBeGreaterThan(10);
    });

    it('a surge of tickets advises to hold or roll back', async () => {
      const manager = world().as('vendorManager');
      await manager.edit('PATCH', 'tickets', `/hypercare/${releaseId}`, { limitPerHour: 2 });
      for (const number of [1, 2, 3, 4]) {
        await world()
          .as('firstLine')
          .post('tickets', '/tickets', { title: `Closing fails, case ${number}`, priority: 'urgent', feature: 'work-orders', releaseId });
      }
      const advice = await eventually(
        'advice is given',
        () => manager.get('checklist', `/releases/${releaseId}/advice`),
        (list) => list.items.length > 0,
        60,
      );
      expect(['hold', 'roll-back']).toContain(advice.items[0].advice);
      await manager.post('checklist', `/releases/${releaseId}/rollback`, { reason: 'too many tickets' });
      const closed = await manager.post('checklist', `/releases/${releaseId}/close`);
      expect(closed.outcome ?? closed.status).toMatch(/rolled-back|closed/);
    });
  });
}
