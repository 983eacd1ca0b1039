import type { ApiClient } from '../harness/api-client';
import { eventually } from '../harness/eventually';
import type { RoleName, World } from '../harness/world';

/** Creates a release of the work orders' feature for an environment. */
export async function createRelease(world: World, name: string, environment = 'prod'): Promise<string> {
  const release = await world.as('vendorManager').post('checklist', '/releases', {
    name,
    components: [{ name: 'api', version: '2.4.0' }],
    environment,
    features: ['work-orders'],
  });
  return release.releaseId as string;
}

export const readiness = (world: World, releaseId: string) =>
  world.as('vendorManager').get('checklist', `/releases/${releaseId}/readiness`);

const doerOf = (side: 'client' | 'vendor'): RoleName => (side === 'vendor' ? 'engineer' : 'clientEngineer');

/** Does the work of an item by hand: every side's task with proof, then the review by an auditor of the item's department. */
export async function proveItem(world: World, releaseId: string, itemKey: string): Promise<void> {
  const tasks = await world.as('vendorManager').get('checklist', `/tasks?releaseId=${releaseId}&limit=200`);
  for (const task of tasks.items.filter((one: any) => one.itemKey === itemKey)) {
    const doer = world.as(doerOf(task.side));
    if (task.assignee?.personId !== doer.personId) {
      const manager = world.as(task.side === 'vendor' ? 'vendorManager' : 'clientManager');
      await manager.post('checklist', `/tasks/${task.taskId}/assign`, { assigneeId: doer.personId });
    }
    await doer.post('checklist', `/tasks/${task.taskId}/complete`, {
      comment: 'done',
      proof: [{ kind: 'manual', outcome: 'pass', statement: `${itemKey} was done and checked on the ${task.side}'s side` }],
    });
  }
  const review = await eventually(
    `a review of ${itemKey} is open`,
    () => world.as('vendorManager').get('checklist', `/reviews?mine=false&releaseId=${releaseId}&limit=200`),
    (list) => list.items.some((one: any) => one.itemKey === itemKey),
  ).then((list) => list.items.find((one: any) => one.itemKey === itemKey));
  const auditor = world.as(`auditor:${review.department}`);
  await auditor.post('checklist', `/reviews/${review.reviewId}/claim`);
  await auditor.post('checklist', `/reviews/${review.reviewId}/decision`, { decision: 'approve', comment: 'seen' });
}

/** A calendar without a single appointment, known for the year ahead: the person is free in the declared hours. */
export const emptyCalendar = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//e2e//EN', 'END:VCALENDAR', ''].join('\r\n');

/** Declares hours and an empty calendar for a person and which roles they can fill in a window. */
export async function staff(person: ApiClient, manager: ApiClient, roles: string[], zone: string): Promise<void> {
  await manager.edit(
    'PUT',
    'scheduler',
    `/people/${person.personId}/staffing`,
    { roles, availableHours: { zone, weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], onHolidays: true } },
    `/people/${person.personId}`,
  );
  await person.ok('PUT', 'scheduler', `/people/${person.personId}/calendar`, { raw: emptyCalendar, contentType: 'text/calendar' });
}

/** Everybody whom a window needs in this test: one engineer of each side. */
export async function staffWindows(world: World): Promise<void> {
  await world.as('vendorManager').edit('PUT', 'scheduler', '/required-roles', {
    items: [
      { side: 'vendor', role: 'deployer', people: 1 },
      { side: 'client', role: 'operator', people: 1 },
    ],
  });
  await staff(world.as('engineer'), world.as('vendorManager'), ['deployer'], 'Asia/Kolkata');
  await staff(world.as('clientEngineer'), world.as('clientManager'), ['operator'], 'Europe/Berlin');
}

/** Both sides agree to the best window of a search; answers the booking. */
export async function bookBestWindow(world: World, releaseId: string, environment = 'prod'): Promise<any> {
  await eventually(
    'the scheduler knows the release',
    () => world.as('vendorManager').get('scheduler', '/releases'),
    (list) => list.items.some((one: any) => one.releaseId === releaseId),
  );
  const answer = await world
    .as('vendorManager')
    .post('scheduler', '/window-searches', { environment, releaseId, features: ['work-orders'] });
  if (answer.windows.length === 0) throw new Error(`no window: ${JSON.stringify(answer.relaxations)} ${JSON.stringify(answer.excluded)}`);
  const booking = await world
    .as('vendorManager')
    .post('scheduler', `/releases/${releaseId}/bookings`, { startAt: answer.windows[0].startAt });
  return await world.as('clientManager').post('scheduler', `/bookings/${booking.id}/confirmations`, undefined);
}
