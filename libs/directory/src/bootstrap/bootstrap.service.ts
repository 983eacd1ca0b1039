import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, Problem, ServiceConfig, ServiceDatabase, ServiceLog } from '@slipway/service-host';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { People } from '../people/people.service';
import { Passwords } from '../sign-in/passwords.service';
import { Sessions, type SignedIn } from '../sign-in/sessions.service';

interface BootstrapState {
  tokenHash: string;
  usedAt: string | null;
}

/** The first person of an empty installation, by a token that only whoever runs it can read. */
@Injectable()
export class Bootstrap implements OnApplicationBootstrap {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: ServiceConfig,
    private readonly log: ServiceLog,
    private readonly people: People,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
  ) {}

  /** While the directory is empty, each start makes a new token and the one before is worth nothing. */
  async onApplicationBootstrap(): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    const pending = await this.db.across('offer bootstrap', async (tx) => {
      await lock(tx);
      if (!(await isEmpty(tx))) return false;
      const state: BootstrapState = { tokenHash: digest(token).toString('base64url'), usedAt: null };
      await tx.query(
        `INSERT INTO directory.installation (name, value) VALUES ('bootstrap', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
        [JSON.stringify(state)],
      );
      return true;
    });
    if (!pending) return;
    await rm(this.tokenFile, { force: true });
    await writeFile(this.tokenFile, `${token}\n`, { mode: 0o600, flag: 'wx' });
    this.log.info(
      { file: this.tokenFile },
      'the directory is empty: the token in this file makes the first operator (POST /api/directory/v1/bootstrap)',
    );
  }

  get tokenFile(): string {
    return join(this.config.dataDir, 'bootstrap-token');
  }

  async isPending(): Promise<boolean> {
    return this.db.across('is bootstrap pending', isEmpty);
  }

  /** Throws 409 once there is anybody, 401 for a wrong token. */
  async run(token: string, person: { name: string; email: string; zone: string; password: string }, userAgent: string): Promise<SignedIn> {
    const signedIn = await this.db.across('bootstrap', async (tx) => {
      await lock(tx);
      const [row] = (await tx.query(`SELECT value FROM directory.installation WHERE name = 'bootstrap'`)) as { value: BootstrapState }[];
      if (!row || row.value.usedAt !== null || !(await isEmpty(tx))) {
        throw Problem.conflict(
          'already-bootstrapped',
          'There is an operator already.',
          'Sign in as the operator, or ask whoever runs this installation.',
        );
      }
      if (!timingSafeEqual(digest(token), Buffer.from(row.value.tokenHash, 'base64url'))) {
        throw new Problem({
          status: 401,
          code: 'bootstrap-token-refused',
          detail: 'This is not the bootstrap token.',
          remedy: 'Read it from the file bootstrap-token in the data folder; each start of an empty installation makes a new one.',
        });
      }
      const { name, email, zone } = person;
      const made = await this.people.findOrCreate(tx, { name, email, zone });
      await tx.query(`UPDATE directory.people SET operator = true WHERE person_id = $1`, [made.person.personId]);
      await this.passwords.set(tx, made.person.personId, person.password, true);
      const state: BootstrapState = { ...row.value, usedAt: this.clock.now().toISO() };
      await tx.query(`UPDATE directory.installation SET value = $1 WHERE name = 'bootstrap'`, [JSON.stringify(state)]);
      return this.sessions.begin(tx, { ...made.person, operator: true }, userAgent);
    });
    await rm(this.tokenFile, { force: true });
    return signedIn;
  }
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

async function lock(tx: EntityManager): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('directory.bootstrap', 0))`);
}

async function isEmpty(tx: EntityManager): Promise<boolean> {
  return ((await tx.query(`SELECT person_id FROM directory.people LIMIT 1`)) as unknown[]).length === 0;
}
