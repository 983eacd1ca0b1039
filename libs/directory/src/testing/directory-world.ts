import { type TestAnswer, type TestRequest, type TestServices, type TestServicesOptions, startTestServices } from '@slipway/access/testing';
import { readFile } from 'node:fs/promises';
import { Bootstrap } from '../bootstrap/bootstrap.service';
import { directoryService } from '../directory-service';
import type { Engagement } from '../engagements/engagement-schemas';
import type { MemberAnswer } from '../people/member-schemas';

export interface SignedInBody {
  accessToken: string;
  expiresAt: string;
  person: { personId: string; operator: boolean };
}
export interface Person {
  personId: string;
  email: string;
  password: string;
}

export const adminPassword = 'a long enough passphrase';
export const solution = {
  name: 'Field service',
  hasMobileApp: true,
  features: [{ key: 'work-orders', name: 'Work orders', weight: 3 }],
  environments: ['uat', 'prod'],
};
export const engagementBody = {
  name: 'Northwind field service',
  client: { name: 'Northwind Energy', zone: 'Europe/Berlin', holidayRegion: 'DE' },
  vendor: { name: 'Banyan Software', zone: 'Asia/Kolkata', holidayRegion: 'IN' },
  solution,
};

/** The directory as a user meets it: bootstrapped over REST, people signed in with their passwords. */
export class DirectoryWorld {
  constructor(readonly t: TestServices) {}

  static async start(options: Partial<TestServicesOptions> = {}): Promise<DirectoryWorld> {
    return new DirectoryWorld(await startTestServices({ services: [directoryService], ...options }));
  }

  call<Body = never>(token: string | null, method: string, path: string, request: TestRequest = {}): Promise<TestAnswer<Body>> {
    return this.t.call<Body>(token === null ? null : { token }, method, `/api/directory/v1${path}`, request);
  }

  async bootstrap(): Promise<SignedInBody> {
    const bootstrapToken = (await readFile(this.t.get(Bootstrap).tokenFile, 'utf8')).trim();
    const person = { name: 'Olu Operator', email: 'olu@slipway.example', password: adminPassword, zone: 'Europe/London' };
    const { body, status } = await this.call<SignedInBody>(null, 'POST', '/bootstrap', { body: { bootstrapToken, person } });
    if (status !== 201) throw new Error(`bootstrap answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async signIn(email: string, password = adminPassword): Promise<{ token: string; cookie: string; status: number }> {
    const answer = await this.call<SignedInBody>(null, 'POST', '/sessions', { body: { email, password } });
    return { token: answer.body.accessToken, cookie: cookieFrom(answer.headers), status: answer.status };
  }

  async openEngagement(operator: string, overrides: Partial<typeof engagementBody> = {}): Promise<Engagement> {
    const { body, status } = await this.call<Engagement>(operator, 'POST', '/engagements', { body: { ...engagementBody, ...overrides } });
    if (status !== 201) throw new Error(`opening answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Adds a person with a password, and signs them in. */
  async person(
    by: string,
    engagementId: string,
    given: { name: string; side: 'client' | 'vendor'; roles: string[]; department?: string },
  ): Promise<MemberAnswer & { token: string }> {
    const email = `${given.name.toLowerCase().replaceAll(' ', '.')}@${given.side}.example`;
    const body = { department: 'delivery', ...given, email, password: adminPassword };
    const added = await this.call<MemberAnswer>(by, 'POST', `/engagements/${engagementId}/members`, { body });
    if (added.status !== 201) throw new Error(`adding answered ${added.status}: ${JSON.stringify(added.body)}`);
    return { ...added.body, token: (await this.signIn(email)).token };
  }
}

/** The `name=value` part of the refresh cookie that an answer sets. */
export function cookieFrom(headers: Headers): string {
  const set = headers.getSetCookie().find((cookie) => cookie.startsWith('slipway_refresh='));
  return set?.split(';')[0] ?? '';
}
