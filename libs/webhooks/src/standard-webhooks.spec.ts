import fc from 'fast-check';
import { signWebhook, verifyWebhook } from './standard-webhooks';

const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  epochSeconds: 1614265330,
  body: Buffer.from('{"test": 2432232314}'),
};
const headersOf = (signature: string, epochSeconds = vector.epochSeconds) => ({
  'webhook-id': vector.id,
  'webhook-timestamp': String(epochSeconds),
  'webhook-signature': signature,
});
const published = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const verify = (
  headers: Record<string, string | undefined>,
  overrides: Partial<{ secrets: string[]; epochSeconds: number; body: Buffer }> = {},
) => verifyWebhook({ headers, body: vector.body, secrets: [vector.secret], epochSeconds: vector.epochSeconds, ...overrides });

describe('Standard Webhooks', () => {
  it('signs the published vector', () => {
    expect(signWebhook({ ...vector, secrets: [vector.secret] })).toEqual(headersOf(published));
  });

  it('accepts the published vector, also between other signatures and unknown versions', () => {
    expect(verify(headersOf(published))).toEqual({ ok: true, id: vector.id });
    expect(verify(headersOf(`v1a,bm90aGluZw== v1,Zm9yZWlnbg== ${published}`))).toEqual({ ok: true, id: vector.id });
  });

  it('accepts either secret while one is rotated, and signs with both', () => {
    const rotated = ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', vector.secret];
    expect(verify(headersOf(published), { secrets: rotated }).ok).toBe(true);
    const both = signWebhook({ ...vector, secrets: rotated });
    expect(both['webhook-signature'].split(' ')).toHaveLength(2);
    for (const secret of rotated) expect(verify({ ...both }, { secrets: [secret] }).ok).toBe(true);
  });

  it.each([
    ['one byte of the body', headersOf(published), { body: Buffer.from('{"test": 2432232315}') }, 'no-matching-signature'],
    ['another secret', headersOf(published), { secrets: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] }, 'no-matching-signature'],
    ['a later time that was not signed', headersOf(published, vector.epochSeconds + 1), {}, 'no-matching-signature'],
    ['a signature of another version only', headersOf(published.replace('v1,', 'v2,')), {}, 'no-matching-signature'],
    ['an empty signature', headersOf('v1,'), {}, 'no-matching-signature'],
    ['301 s of age', headersOf(published), { epochSeconds: vector.epochSeconds + 301 }, 'too-old'],
    ['301 s from the future', headersOf(published), { epochSeconds: vector.epochSeconds - 301 }, 'too-new'],
    ['a time that is no number', { ...headersOf(published), 'webhook-timestamp': '1e9' }, {}, 'malformed-timestamp'],
    ['no id', { ...headersOf(published), 'webhook-id': undefined }, {}, 'missing-headers'],
    ['no secret known', headersOf(published), { secrets: [] }, 'no-secret'],
  ])('refuses %s', (_, headers, overrides, fault) => {
    expect(verify(headers, overrides)).toEqual({ ok: false, fault });
  });

  it('accepts at exactly five minutes either way', () => {
    for (const offset of [-300, 300]) expect(verify(headersOf(published), { epochSeconds: vector.epochSeconds + offset }).ok).toBe(true);
  });

  it('verifies whatever it signed, and nothing that differs in one byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.string({ minLength: 1 }), fc.nat(), (bytes, secret, at) => {
        const signed = signWebhook({ id: 'msg_1', epochSeconds: 1_600_000_000, body: bytes, secrets: [secret] });
        const changed = Uint8Array.from(bytes, (byte, index) => (index === at % bytes.length ? byte ^ 1 : byte));
        const check = (body: Uint8Array) =>
          verifyWebhook({ headers: { ...signed }, body, secrets: [secret], epochSeconds: 1_600_000_000 }).ok;
        expect([check(bytes), check(changed)]).toEqual([true, false]);
      }),
    );
  });

  it('refuses to sign without a secret or with an id that would move the dots', () => {
    expect(() => signWebhook({ ...vector, secrets: [] })).toThrow(RangeError);
    expect(() => signWebhook({ ...vector, id: 'msg.1', secrets: [vector.secret] })).toThrow(RangeError);
  });
});
