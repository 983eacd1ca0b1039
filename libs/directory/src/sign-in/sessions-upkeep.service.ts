import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Sessions } from './sessions.service';
import { SignInAttempts } from './sign-in-attempts.service';

/** Forgets what nobody needs any more. */
@Injectable()
export class SessionsUpkeep {
  constructor(
    private readonly sessions: Sessions,
    private readonly attempts: SignInAttempts,
  ) {}

  async forget(tx: EntityManager): Promise<number> {
    return (await this.sessions.forget(tx)) + (await this.attempts.forget(tx));
  }
}
