import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Clock } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';

/** OWASP's recommendation for argon2id (the library's default algorithm): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Local accounts' passwords, kept as argon2id hashes only. */
@Injectable()
export class Passwords {
  /** Compared against when there is no account, so that an unknown address takes as long as a wrong password. */
  private readonly nobody = hash('there is no such account', cost);

  constructor(private readonly clock: Clock) {}

  /** Takes as long whether or not the person exists or has a password. */
  async matches(tx: EntityManager, personId: string | null, password: string): Promise<boolean> {
    const [row] = (await tx.query(`SELECT password_hash FROM directory.credentials WHERE person_id = $1`, [personId])) as {
      password_hash: string;
    }[];
    const matched = await verify(row?.password_hash ?? (await this.nobody), password);
    return matched && row !== undefined;
  }

  /** `own`: chosen by the person, who from then on is the only one to change it. */
  async set(tx: EntityManager, personId: string, password: string, own: boolean): Promise<void> {
    await this.setMany(tx, [{ personId, password }], own);
  }

  async setMany(tx: EntityManager, accounts: readonly { personId: string; password: string }[], own: boolean): Promise<void> {
    if (accounts.length === 0) return;
    const hashes = await Promise.all(accounts.map((account) => hash(account.password, cost)));
    await tx.query(
      `INSERT INTO directory.credentials (person_id, password_hash, set_at, own)
       SELECT person_id, password_hash, $3, $4 FROM unnest($1::uuid[], $2::text[]) AS account (person_id, password_hash)
       ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, set_at = excluded.set_at, own = excluded.own`,
      [accounts.map((account) => account.personId), hashes, this.clock.now().toISO(), own],
    );
  }
}
