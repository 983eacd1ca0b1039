import { definitionAgreed, ticketResolved, trackingObserved, windowBooked } from '@slipway/contracts';
import { type TestAnswer, type TestCaller, startTestServices, type TestServices } from '@slipway/access/testing';
import { newId } from '@slipway/service-host';
import type { Readiness } from '../readiness/readiness-schemas';
import type { ReleaseItemView, ReleaseView } from '../releases/release-schemas';
import type { ReviewView } from '../reviews/review-schemas';
import type { TaskView } from '../tasks/task-schemas';
import { checklistService } from '../index';

export const api = '/api/checklist/v1';
const auditing = ['operations', 'development', 'analytics', 'quality-assurance', 'support', 'design', 'legal'];

export interface Team {
  engagementId: string;
  clientManager: TestCaller;
  vendorManager: TestCaller;
  clientDoer: TestCaller;
  vendorDoer: TestCaller;
  business: TestCaller;
  observer: TestCaller;
  /** By department, on the client's side. */
  auditors: Record<string, TestCaller>;
}

/** The checklist alone, with two companies in it; events of the other services are published as they would. */
export class ChecklistStory {
  private constructor(readonly t: TestServices) {}

  static async start(at?: string): Promise<ChecklistStory> {
    return new ChecklistStory(await startTestServices({ services: [checklistService], ...(at === undefined ? {} : { at }) }));
  }

  stop(): Promise<void> {
    return this.t.stop();
  }

  async team(overrides: Parameters<TestServices['engagement']>[0] = {}): Promise<Team> {
    const { engagementId } = await this.t.engagement(overrides);
    const member = (side: 'client' | 'vendor', department: string, ...roles: Parameters<TestServices['member']>[0]['roles']) =>
      this.t.member({ engagementId, side, department, roles });
    const auditors: Record<string, TestCaller> = {};
    for (const department of auditing) auditors[department] = await member('client', department, 'auditor');
    return {
      engagementId,
      auditors,
      clientManager: await member('client', 'it', 'release-manager'),
      vendorManager: await member('vendor', 'delivery', 'release-manager'),
      clientDoer: await member('client', 'field', 'client-admin'),
      vendorDoer: await member('vendor', 'engineering', 'engineer'),
      business: await member('client', 'sales', 'business'),
      observer: await member('client', 'board', 'observer'),
    };
  }

  call<Body>(
    caller: TestCaller | null,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer<Body>> {
    return this.t.call<Body>(caller, method, `${api}${path}`, { ...(body === undefined ? {} : { body }), headers });
  }

  async release(team: Team, change: Record<string, unknown> = {}): Promise<ReleaseView> {
    const wanted = {
      name: 'Field service 2.4',
      components: [{ name: 'api', version: '2.4.0' }],
      environment: 'prod',
      features: ['work-orders'],
      ...change,
    };
    const { status, body } = await this.call<ReleaseView>(team.vendorManager, 'POST', '/releases', wanted);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body;
  }

  async read(team: Team, releaseId: string): Promise<ReleaseView> {
    return (await this.call<ReleaseView>(team.observer, 'GET', `/releases/${releaseId}`)).body;
  }

  async item(team: Team, releaseId: string, key: string): Promise<ReleaseItemView> {
    const item = itemsOf(await this.read(team, releaseId)).find((one) => one.key === key);
    if (item === undefined) throw new Error(`no item ${key}`);
    return item;
  }

  async readiness(team: Team, releaseId: string): Promise<Readiness> {
    return (await this.call<Readiness>(team.observer, 'GET', `/releases/${releaseId}/readiness`)).body;
  }

  /** Completes every task of an item with passing proof, by the doer of its side. */
  async work(team: Team, releaseId: string, key: string): Promise<void> {
    await this.complete(team, await this.item(team, releaseId, key));
  }

  async reviewOf(team: Team, releaseId: string, key: string): Promise<string> {
    const review = (await this.item(team, releaseId, key)).review;
    if (review === null) throw new Error(`no review of ${key}`);
    return review.reviewId;
  }

  async pass(team: Team, releaseId: string, key: string): Promise<void> {
    await this.work(team, releaseId, key);
    await this.approve(team, await this.item(team, releaseId, key));
  }

  async facts(team: Team, releaseId: string): Promise<void> {
    await this.definitionsAgreed(team);
    await this.tracking(team);
    await this.testTicket(team);
    await this.book(team, releaseId);
  }

  definitionsAgreed(team: Team, change: { agreed?: number; open?: number } = {}): Promise<void> {
    return this.t.publish(definitionAgreed, {
      ...definitionAgreed.example,
      engagementId: team.engagementId,
      agreedAt: this.now(),
      ...change,
    });
  }

  tracking(team: Team, stale: string[] = []): Promise<void> {
    return this.t.publish(trackingObserved, {
      ...trackingObserved.example,
      engagementId: team.engagementId,
      observedAt: this.now(),
      stale,
    });
  }

  testTicket(team: Team, change: { isTest?: boolean; trip?: string[] } = {}): Promise<void> {
    return this.t.publish(ticketResolved, {
      ...ticketResolved.example,
      engagementId: team.engagementId,
      ticketId: newId(),
      isTest: true,
      at: this.now(),
      ...change,
    });
  }

  /** @returns the id of the booking */
  async book(team: Team, releaseId: string, change: { environment?: string; endAt?: string } = {}): Promise<string> {
    const bookingId = newId();
    const startAt = this.t.clock.now().plus({ days: 3 });
    await this.t.publish(windowBooked, {
      ...windowBooked.example,
      engagementId: team.engagementId,
      releaseId,
      bookingId,
      startAt: startAt.toISO() as string,
      endAt: startAt.plus({ hours: 3 }).toISO() as string,
      bookedAt: this.now(),
      ...change,
    });
    return bookingId;
  }

  /** Everything that a release needs. */
  async makeReady(team: Team, releaseId: string): Promise<void> {
    await this.facts(team, releaseId);
    const required = async () => itemsOf(await this.read(team, releaseId)).filter((item) => item.signOff === 'required');
    for (const item of await required()) await this.complete(team, item);
    for (const item of await required()) await this.approve(team, item);
  }

  now(): string {
    return this.t.clock.now().toISO() as string;
  }

  private async complete(team: Team, { tasks }: ReleaseItemView): Promise<void> {
    for (const task of tasks) {
      const [manager, doer] = task.side === 'client' ? [team.clientManager, team.clientDoer] : [team.vendorManager, team.vendorDoer];
      if (task.assignee?.personId !== doer.personId) {
        await this.expectOk(this.call(manager, 'POST', `/tasks/${task.taskId}/assign`, { assigneeId: doer.personId }));
      }
      const proof = [{ kind: 'manual', subject: `${task.side} part`, outcome: 'pass', statement: 'seen with my own eyes' }];
      await this.expectOk(this.call<TaskView>(doer, 'POST', `/tasks/${task.taskId}/complete`, { proof }));
    }
  }

  private async approve(team: Team, { auditor, review }: ReleaseItemView): Promise<void> {
    const caller = team.auditors[auditor] as TestCaller;
    await this.expectOk(this.call<ReviewView>(caller, 'POST', `/reviews/${review?.reviewId}/decision`, { decision: 'approve' }));
  }

  private async expectOk(answer: Promise<TestAnswer<unknown>>): Promise<void> {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  }
}

export const itemsOf = (release: ReleaseView): ReleaseItemView[] => release.sections.flatMap((section) => section.items);
export type ProblemBody = { code: string; field?: string; detail: string; remedy: string; blockers?: string[]; errors?: unknown[] };
