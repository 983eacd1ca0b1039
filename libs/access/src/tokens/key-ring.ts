import { type CryptoKey, type JSONWebKeySet, importJWK } from 'jose';

/** The directory could not be asked and nothing usable is cached. */
export class DirectoryAway extends Error {}

export interface KeyRingTimes {
  /** After this a known key is asked for again, while it keeps working. */
  staleAfterMs: number;
  /** Between two questions to the directory at least this much passes. */
  retryAfterMs: number;
}

/**
 * The directory's public keys, cached. An unknown key id asks again, at most once in `retryAfterMs`, so that a forged id cannot hammer the
 * directory; while the directory is away known keys go on working. A successful answer replaces all keys, so a withdrawn key dies here too.
 */
export class KeyRing {
  private keys = new Map<string, CryptoKey>();
  private fetchedAtMs = Number.NEGATIVE_INFINITY;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private lastFailed = false;
  private running: Promise<void> | null = null;

  constructor(
    private readonly fetchKeys: () => Promise<JSONWebKeySet>,
    private readonly times: KeyRingTimes = { staleAfterMs: 600_000, retryAfterMs: 5_000 },
  ) {}

  /** The key, or null when the directory does not know it. Throws {@link DirectoryAway}. */
  async keyFor(keyId: string, nowMs: number): Promise<CryptoKey | null> {
    const known = this.keys.get(keyId);
    if (known && nowMs - this.fetchedAtMs < this.times.staleAfterMs) return known;
    if (this.running || nowMs - this.askedAtMs >= this.times.retryAfterMs) await this.refresh(nowMs);
    const found = this.keys.get(keyId);
    if (!found && this.lastFailed) throw new DirectoryAway('the directory did not answer with its keys');
    return found ?? null;
  }

  private async refresh(nowMs: number): Promise<void> {
    this.running ??= this.load(nowMs).finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async load(nowMs: number): Promise<void> {
    this.askedAtMs = nowMs;
    try {
      const { keys } = await this.fetchKeys();
      const loaded = new Map<string, CryptoKey>();
      for (const jwk of keys) {
        if (jwk.kid && jwk.kty === 'OKP' && jwk.crv === 'Ed25519') loaded.set(jwk.kid, (await importJWK(jwk, 'EdDSA')) as CryptoKey);
      }
      this.keys = loaded;
      this.fetchedAtMs = nowMs;
      this.lastFailed = false;
    } catch {
      this.lastFailed = true;
    }
  }
}
