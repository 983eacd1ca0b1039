import { type JWK, exportJWK, generateKeyPair } from 'jose';
import { DirectoryAway, KeyRing } from './key-ring';

async function jwk(kid: string): Promise<JWK> {
  const { publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(publicKey)), kid };
}

describe('KeyRing', () => {
  let served: JWK[];
  let away: boolean;
  let asked: number;
  let ring: KeyRing;

  beforeEach(async () => {
    served = [await jwk('one')];
    away = false;
    asked = 0;
    ring = new KeyRing(() => {
      asked += 1;
      return away ? Promise.reject(new Error('away')) : Promise.resolve({ keys: served });
    });
  });

  it('asks once for a key that it knows', async () => {
    await ring.keyFor('one', 0);
    expect(await ring.keyFor('one', 1_000)).not.toBeNull();
    expect(asked).toBe(1);
  });

  it('asks once for many who ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => ring.keyFor('one', 0)));
    expect(asked).toBe(1);
  });

  it('finds a key that was made after it last asked', async () => {
    await ring.keyFor('one', 0);
    served.push(await jwk('two'));
    expect(await ring.keyFor('two', 6_000)).not.toBeNull();
  });

  it('is not made to hammer the directory by forged ids', async () => {
    for (let at = 0; at < 5_000; at += 10) expect(await ring.keyFor(`forged-${at}`, at)).toBeNull();
    expect(asked).toBe(1);
  });

  it('forgets a key that the directory has withdrawn, once it is stale', async () => {
    await ring.keyFor('one', 0);
    served = [await jwk('two')];
    expect(await ring.keyFor('one', 599_999)).not.toBeNull();
    expect(await ring.keyFor('one', 600_000)).toBeNull();
  });

  it('goes on with what it knows while the directory is away, stale or not', async () => {
    await ring.keyFor('one', 0);
    away = true;
    expect(await ring.keyFor('one', 300_000)).not.toBeNull();
    expect(await ring.keyFor('one', 86_400_000)).not.toBeNull();
  });

  it('says that the directory is away when it cannot know, and asks again later', async () => {
    away = true;
    await expect(ring.keyFor('one', 0)).rejects.toThrow(DirectoryAway);
    await expect(ring.keyFor('one', 1_000)).rejects.toThrow(DirectoryAway);
    expect(asked).toBe(1);
    away = false;
    expect(await ring.keyFor('one', 5_000)).not.toBeNull();
  });

  it('takes Ed25519 keys only', async () => {
    served.push({ kty: 'oct', k: 'c2VjcmV0', kid: 'symmetric' });
    expect(await ring.keyFor('symmetric', 0)).toBeNull();
    expect(await ring.keyFor('one', 0)).not.toBeNull();
  });
});
