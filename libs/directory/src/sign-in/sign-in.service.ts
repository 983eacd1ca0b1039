import { Injectable } from '@nestjs/common';
import { Problem, ServiceDatabase } from '@slipway/service-host';
import { People } from '../people/people.service';
import { Passwords } from './passwords.service';
import { Sessions, type SignedIn } from './sessions.service';
import { SignInAttempts } from './sign-in-attempts.service';

/** Signing in with an e-mail and a password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly attempts: SignInAttempts,
    private readonly sessions: Sessions,
  ) {}

  /** One refusal for all reasons, so that nobody learns which addresses have accounts. Throws 401, or 429 while the account has to wait. */
  async withPassword(given: { email: string; password: string }, from: { address: string; userAgent: string }): Promise<SignedIn> {
    const email = given.email.toLowerCase();
    await this.attempts.begin(email, from.address);
    const person = await this.db.across('sign in', async (tx) => {
      const known = await this.people.byEmail(tx, email);
      return (await this.passwords.matches(tx, known?.personId ?? null, given.password)) ? known : null;
    });
    if (!person) {
      throw new Problem({
        status: 401,
        code: 'sign-in-refused',
        detail: 'E-mail and password do not go together.',
        remedy: 'Check both; ask your administrator for an initial password if you have none.',
      });
    }
    return this.db.across('begin a session', async (tx) => {
      await this.attempts.succeeded(tx, email, from.address);
      return this.sessions.begin(tx, person, from.userAgent);
    });
  }
}
