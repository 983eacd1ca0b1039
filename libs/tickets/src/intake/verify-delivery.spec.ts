import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { signWebhook } from '@slipway/webhooks';
import { presetName } from '../presets/presets';
import { deliveryIdentity, headersToKeep } from './delivery-identity';
import { verifyDelivery } from './verify-delivery';

const body = Buffer.from('{"say": "hällo"}');
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const epochSeconds = 1_764_000_000;
const timestamp = new Date(epochSeconds * 1000).toISOString();
const hex = (key: string, bytes: Uint8Array = body) => createHmac('sha256', key).update(bytes).digest('hex');
const zendeskSignature = (key: string, at = timestamp) => createHmac('sha256', key).update(at).update(body).digest('base64');

const signed = {
  'standard-webhooks': (key: string) => ({ ...signWebhook({ id: 'msg_1', epochSeconds, body, secrets: [key] }) }),
  github: (key: string) => ({ 'x-hub-signature-256': `sha256=${hex(key)}` }),
  jira: (key: string) => ({ 'x-hub-signature': `sha256=${hex(key)}` }),
  pagerduty: (key: string) => ({ 'x-pagerduty-signature': `v1=${hex('retired')},v1=${hex(key)}` }),
  zendesk: (key: string) => ({ 'x-zendesk-webhook-signature': zendeskSignature(key), 'x-zendesk-webhook-signature-timestamp': timestamp }),
  alertmanager: (key: string) => ({ authorization: `Bearer ${key}` }),
  generic: (key: string) => ({ authorization: `bearer ${key}` }),
} as const;
const check = (
  preset: keyof typeof signed,
  headers: Record<string, string>,
  secrets: string[] = [secret],
  bytes: Uint8Array = body,
  at = epochSeconds,
) => verifyDelivery(preset, { headers, body: bytes, secrets, epochSeconds: at }).ok;

describe.each(presetName.options)('a delivery of %s', (preset) => {
  it('is accepted with the secret, also while another is being rotated in', () => {
    expect(check(preset, signed[preset](secret))).toBe(true);
    expect(check(preset, signed[preset](secret), ['the new one', secret])).toBe(true);
  });
  it('is refused with another secret, without any, unsigned, or with an empty signature', () => {
    expect(check(preset, signed[preset]('another secret'))).toBe(false);
    expect(check(preset, signed[preset](secret), [])).toBe(false);
    expect(check(preset, {})).toBe(false);
    const emptied = Object.fromEntries(
      Object.entries(signed[preset](secret)).map(([name, value]) => [name, name.includes('timestamp') ? value : '']),
    );
    expect(check(preset, emptied)).toBe(false);
  });
  if (preset !== 'alertmanager' && preset !== 'generic') {
    it('is refused when one byte of the body differs', () => {
      expect(check(preset, signed[preset](secret), [secret], Buffer.from('{"say": "hällp"}'))).toBe(false);
    });
  }
});

describe('published examples', () => {
  it('GitHub: the documented test value', () => {
    const headers = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' };
    expect(check('github', headers, ["It's a Secret to Everybody"], Buffer.from('Hello, World!'))).toBe(true);
  });
  it('refuses SHA-1, wrong prefixes and broken hex', () => {
    for (const value of [hex(secret), `sha1=${hex(secret)}`, `sha256=${hex(secret)}00`, 'sha256=zz'])
      expect(check('github', { 'x-hub-signature-256': value })).toBe(false);
  });
  it('Zendesk and Standard Webhooks are refused outside of five minutes', () => {
    for (const preset of ['zendesk', 'standard-webhooks'] as const) {
      expect(check(preset, signed[preset](secret), [secret], body, epochSeconds + 300)).toBe(true);
      expect(check(preset, signed[preset](secret), [secret], body, epochSeconds + 301)).toBe(false);
      expect(check(preset, signed[preset](secret), [secret], body, epochSeconds - 301)).toBe(false);
    }
    expect(
      check('zendesk', {
        'x-zendesk-webhook-signature': zendeskSignature(secret, 'soon'),
        'x-zendesk-webhook-signature-timestamp': 'soon',
      }),
    ).toBe(false);
  });
  it('no random bytes are ever accepted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...presetName.options), fc.base64String({ maxLength: 88 }), (preset, noise) => {
        const headers = Object.fromEntries(
          Object.keys(signed[preset](secret)).map((name) => [name, name.includes('timestamp') ? timestamp : noise]),
        );
        expect(check(preset, headers)).toBe(false);
      }),
    );
  });
});

describe('the identity of a delivery', () => {
  const now = epochSeconds * 1000;
  it('is the sender’s own id where there is one', () => {
    expect(deliveryIdentity('github', { 'x-github-delivery': 'g-1' }, body, now).key).toBe('id:g-1');
    expect(deliveryIdentity('jira', { 'x-atlassian-webhook-identifier': 'j-1' }, body, now).key).toBe('id:j-1');
  });
  it('is else the body within an hour or two, and for ever with PagerDuty', () => {
    const first = deliveryIdentity('alertmanager', {}, body, now);
    const anHourLater = deliveryIdentity('alertmanager', {}, body, now + 3_600_000);
    const threeHoursLater = deliveryIdentity('alertmanager', {}, body, now + 3 * 3_600_000);
    expect([anHourLater.key, anHourLater.formerKey]).toContain(first.key);
    expect([threeHoursLater.key, threeHoursLater.formerKey]).not.toContain(first.key);
    expect(deliveryIdentity('pagerduty', {}, body, now).key).toBe(deliveryIdentity('pagerduty', {}, body, now + 1e9).key);
  });
  it('keeps no header that authenticates', () => {
    const all = Object.assign({}, ...presetName.options.map((preset) => signed[preset](secret)), {
      cookie: 'a=b',
      'x-api-key': 'k',
      'x-github-event': 'issues',
    });
    const kept = headersToKeep(all);
    expect(kept).toHaveProperty('x-github-event', 'issues');
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(Object.keys(kept).filter((name) => /signature$|signature-256|authorization|cookie|key/.test(name))).toEqual([]);
  });
});
