import { Injectable } from '@nestjs/common';
import { Clock, Problem, ServiceDatabase } from '@slipway/service-host';
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { type Attempts, type ThrottleRule, accountThrottle, addressThrottle, countTry, waitSeconds } from './sign-in-throttle';

interface Counted {
  key: string;
  rule: ThrottleRule;
}

/** Slows down guessing, per account and per address, by rows that every process sees. */
@Injectable()
export class SignInAttempts {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  /** Counts a try, before the password is looked at. Throws 429 with Retry-After while the account or the address has to wait. */
  async begin(account: string, address: string): Promise<void> {
    const wait = await this.db.across('sign-in attempts', async (tx) => {
      const counted = keysOf(account, address);
      const known = await this.lock(tx, counted);
      const now = this.clock.now();
      const longest = Math.max(...counted.map(({ key, rule }) => waitSeconds(known.get(key) ?? null, rule, now)));
      if (longest === 0)
        await this.write(
          tx,
          counted.map(({ key, rule }) => ({ key, ...countTry(known.get(key) ?? null, rule, now) })),
        );
      return longest;
    });
    if (wait > 0) throw throttled(wait);
  }

  /** The try was right: the account starts afresh, and the address is not charged for it. */
  async succeeded(tx: EntityManager, account: string, address: string): Promise<void> {
    const [forAccount, forAddress] = keysOf(account, address) as [Counted, Counted];
    await tx.query(`DELETE FROM directory.sign_in_attempts WHERE key = $1`, [forAccount.key]);
    await tx.query(`UPDATE directory.sign_in_attempts SET failures = greatest(failures - 1, 0) WHERE key = $1`, [forAddress.key]);
  }

  /** Removes what no longer delays anybody; how many. */
  async forget(tx: EntityManager): Promise<number> {
    const before = this.clock.now().minus({ seconds: Math.max(accountThrottle.forgetSeconds, addressThrottle.forgetSeconds) });
    const [, count] = (await tx.query(`DELETE FROM directory.sign_in_attempts WHERE last_failed_at < $1`, [before.toISO()])) as [
      unknown,
      number,
    ];
    return count;
  }

  private async lock(tx: EntityManager, counted: readonly Counted[]): Promise<Map<string, Attempts>> {
    for (const key of counted.map((each) => each.key).sort())
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [key]);
    const rows = (await tx.query(`SELECT key, failures, last_failed_at FROM directory.sign_in_attempts WHERE key = ANY ($1)`, [
      counted.map((each) => each.key),
    ])) as { key: string; failures: number; last_failed_at: Date }[];
    return new Map(
      rows.map((row) => [row.key, { failures: row.failures, lastFailedAt: DateTime.fromJSDate(row.last_failed_at, { zone: 'utc' }) }]),
    );
  }

  private async write(tx: EntityManager, tries: readonly (Attempts & { key: string })[]): Promise<void> {
    await tx.query(
      `INSERT INTO directory.sign_in_attempts (key, failures, last_failed_at)
       SELECT * FROM unnest($1::text[], $2::integer[], $3::timestamptz[])
       ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_failed_at = excluded.last_failed_at`,
      [tries.map((each) => each.key), tries.map((each) => each.failures), tries.map((each) => each.lastFailedAt.toISO())],
    );
  }
}

/** Addresses and e-mails are kept as hashes: the rows are about counting, not about who. */
function keysOf(account: string, address: string): Counted[] {
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 32);
  return [
    { key: `account:${digest(account.toLowerCase())}`, rule: accountThrottle },
    { key: `address:${digest(address)}`, rule: addressThrottle },
  ];
}

function throttled(seconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'sign-in-throttled',
    detail: 'There were too many failed sign-ins.',
    remedy: `Wait ${seconds} seconds, then try again; ask your administrator if you do not know the password.`,
    retryAfterSeconds: seconds,
  });
}
