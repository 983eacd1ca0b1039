import fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { contentHash, type EvidenceContent } from './content-hash';

const content: EvidenceContent = {
  releaseId: 'r',
  itemKey: 'backup-restore',
  kind: 'restore-drill',
  subject: 'environment:prod',
  outcome: 'pass',
  measuredAt: '2026-03-01T09:00:00.000Z',
  validUntil: null,
  source: 'https://ci.example/run/42',
  producerId: 'p',
  statement: null,
  link: null,
  body: { minutes: 42, steps: ['stop', 'restore'] },
};

describe('the hash of proof', () => {
  it('is the SHA-256 of the canonical content, whatever the order of its members', () => {
    const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown as EvidenceContent;
    expect(contentHash(turned)).toBe(contentHash(content));
    expect(contentHash({ ...content, body: { steps: ['stop', 'restore'], minutes: 42 } })).toBe(contentHash(content));
    expect(contentHash(content)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves out what is no content, so that a repeat is recognised', () => {
    const received = { ...content, receivedAt: '2026-03-01T09:00:01.000Z', id: 'x' };
    expect(contentHash(received)).toBe(contentHash(content));
  });

  it.each(Object.keys(content) as (keyof EvidenceContent)[])('changes with %s', (member) => {
    expect(contentHash({ ...content, [member]: 'other' })).not.toBe(contentHash(content));
  });

  it('canonical JSON is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
