import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type SigningKeyTimes, planSigningKeys, signingKey, verifiesAfterwardsSeconds } from './plan-signing-keys';

const start = DateTime.fromISO('2026-03-02T08:00:00Z', { zone: 'utc' });

function apply(keys: SigningKeyTimes[], now: DateTime): { keys: SigningKeyTimes[]; changed: number } {
  const plan = planSigningKeys(keys, now);
  const kept = keys.filter(({ keyId }) => !plan.forget.includes(keyId));
  const made = plan.create.map((activeFrom, index) => ({ keyId: `${now.toISO()}/${index}`, activeFrom }));
  return { keys: [...kept, ...made], changed: plan.create.length + plan.forget.length };
}

describe('planSigningKeys', () => {
  it('makes one key to sign with and the next one ahead', () => {
    expect(planSigningKeys([], start)).toEqual({ create: [start, start.plus({ days: 30 })], forget: [] });
  });

  it('changes nothing more when nothing is due', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 * 24 }), { maxLength: 8 }), (hours) => {
        let keys: SigningKeyTimes[] = [];
        for (const hour of [...hours].sort((a, b) => a - b)) keys = apply(keys, start.plus({ hours: hour })).keys;
        const last = start.plus({ hours: Math.max(0, ...hours) });
        expect(apply(apply(keys, last).keys, last).changed).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('always has a key that signs, publishes each a day before it signs, and keeps it until its last token has expired', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 47 }), (stepHours) => {
        let keys: SigningKeyTimes[] = [];
        const publishedAt = new Map<string, DateTime>();
        const signedUntil = new Map<string, DateTime>();
        for (let now = start; now < start.plus({ days: 75 }); now = now.plus({ hours: stepHours })) {
          keys = apply(keys, now).keys;
          for (const key of keys) if (!publishedAt.has(key.keyId)) publishedAt.set(key.keyId, now);
          const signer = signingKey(keys, now);
          expect(signer).not.toBeNull();
          signedUntil.set(signer?.keyId ?? '', now);
          for (const [keyId, at] of signedUntil) {
            if (now.diff(at).as('seconds') < verifiesAfterwardsSeconds) expect(keys.map((key) => key.keyId)).toContain(keyId);
          }
          expect(keys.length).toBeLessThanOrEqual(4);
        }
        const [, ...later] = [...signedUntil.keys()];
        for (const keyId of later) {
          const activeFrom = keys.find((key) => key.keyId === keyId)?.activeFrom;
          if (activeFrom) expect(activeFrom.diff(publishedAt.get(keyId) as DateTime).as('hours')).toBeGreaterThanOrEqual(24);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('gives a day of notice even after a long sleep', () => {
    const asleep = apply([], start).keys;
    const awake = start.plus({ days: 200 });
    expect(planSigningKeys(asleep, awake)).toEqual({ create: [awake.plus({ hours: 24 })], forget: [asleep[0]?.keyId] });
  });
});
