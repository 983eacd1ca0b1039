import { Injectable } from '@nestjs/common';
import { Clock, ServiceConfig, ServiceDatabase, ServiceLog, newId } from '@slipway/service-host';
import { type CryptoKey, type JSONWebKeySet, type JWK, exportJWK, generateKeyPair, importJWK } from 'jose';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { type SigningKeyTimes, planSigningKeys, signingKey } from './plan-signing-keys';
import { seal, unseal } from './sealed-text';

interface KeyRow {
  key_id: string;
  public_key: JWK;
  sealed_private_key: string;
  active_from: Date;
}
interface StoredKey extends SigningKeyTimes {
  publicKey: JWK;
  sealed: string;
}
export interface Signer {
  keyId: string;
  privateKey: CryptoKey;
}

const purpose = 'directory signing key';
/** A process looks at the rows again after this long; rotation is published a day ahead. */
const rememberMs = 60_000;

/** The keys that sign tokens, as rows; the private part is sealed with the installation's secret. */
@Injectable()
export class SigningKeys {
  private remembered: { keys: StoredKey[]; untilMs: number } | null = null;
  private readonly opened = new Map<string, CryptoKey>();

  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: ServiceConfig,
    private readonly log: ServiceLog,
  ) {}

  /** Every key that a valid token may be signed with, and the one that comes next. */
  async published(): Promise<JSONWebKeySet> {
    return { keys: (await this.keys()).map(({ publicKey }) => publicKey) };
  }

  /** The key to sign with now. */
  async signer(): Promise<Signer> {
    const key = signingKey(await this.keys(), this.clock.now());
    if (!key) throw new Error('there is no signing key');
    const privateKey = this.opened.get(key.keyId) ?? (await this.open(key));
    this.opened.set(key.keyId, privateKey);
    return { keyId: key.keyId, privateKey };
  }

  /** Makes the keys that are due and forgets the ones that are over; how many changed. */
  async rotate(): Promise<number> {
    const changed = await this.db.across('rotate signing keys', async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('directory.signing-keys', 0))`);
      const keys = this.readable(await this.read(tx));
      const plan = planSigningKeys(keys, this.clock.now());
      for (const activeFrom of plan.create) await this.create(tx, activeFrom);
      if (plan.forget.length > 0) await tx.query(`DELETE FROM directory.signing_keys WHERE key_id = ANY ($1)`, [plan.forget]);
      return plan.create.length + plan.forget.length;
    });
    if (changed > 0) this.remembered = null;
    return changed;
  }

  private async keys(): Promise<StoredKey[]> {
    const now = this.clock.now();
    if (this.remembered && now.toMillis() < this.remembered.untilMs && signingKey(this.remembered.keys, now)) return this.remembered.keys;
    const load = () => this.db.across('read signing keys', async (tx) => this.readable(await this.read(tx)));
    let keys = await load();
    if (!signingKey(keys, now)) {
      await this.rotate();
      keys = await load();
    }
    this.remembered = { keys, untilMs: now.toMillis() + rememberMs };
    return keys;
  }

  private async read(tx: EntityManager): Promise<StoredKey[]> {
    const rows = (await tx.query(`SELECT key_id, public_key, sealed_private_key, active_from FROM directory.signing_keys`)) as KeyRow[];
    return rows.map((row) => ({
      keyId: row.key_id,
      publicKey: row.public_key,
      sealed: row.sealed_private_key,
      activeFrom: DateTime.fromJSDate(row.active_from, { zone: 'utc' }),
    }));
  }

  /** Keys sealed with another secret cannot sign any more; new ones take their place. */
  private readable(keys: StoredKey[]): StoredKey[] {
    const readable = keys.filter((key) => this.opened.has(key.keyId) || unseal(key.sealed, this.config.secret, purpose) !== null);
    if (readable.length < keys.length) {
      this.log.warn(
        { keys: keys.length - readable.length },
        'signing keys were sealed with another SLIPWAY_SECRET; everybody has to sign in again',
      );
    }
    return readable;
  }

  private async create(tx: EntityManager, activeFrom: DateTime): Promise<void> {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const keyId = newId();
    const publicKey = { ...(await exportJWK(pair.publicKey)), kid: keyId, alg: 'EdDSA', use: 'sig' };
    const sealed = seal(JSON.stringify(await exportJWK(pair.privateKey)), this.config.secret, purpose);
    await tx.query(
      `INSERT INTO directory.signing_keys (key_id, public_key, sealed_private_key, active_from, created_at) VALUES ($1, $2, $3, $4, $5)`,
      [keyId, JSON.stringify(publicKey), sealed, activeFrom.toISO(), this.clock.now().toISO()],
    );
  }

  private async open(key: StoredKey): Promise<CryptoKey> {
    const text = unseal(key.sealed, this.config.secret, purpose);
    if (text === null) throw new Error('the signing key was sealed with another SLIPWAY_SECRET');
    return (await importJWK(JSON.parse(text) as JWK, 'EdDSA')) as CryptoKey;
  }
}
