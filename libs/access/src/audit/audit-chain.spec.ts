import fc from 'fast-check';
import { type AuditFacts, type AuditLink, chainStart, hashOf, verifyChain } from './audit-chain';
import { canonicalJson, storable } from './canonical-json';

const value = fc.jsonValue({ maxDepth: 3 });
const facts = fc.record({ id: fc.uuid(), action: fc.string(), subject: fc.string(), actor: value, before: value, after: value });
const chain = fc.array(facts, { minLength: 1, maxLength: 8 }).map((entries): AuditLink[] => {
  let previousHash = chainStart;
  return entries.map((entry, index) => {
    const link: AuditFacts = { engagementId: 'e', at: '2026-03-02T08:00:00.000Z', sequence: index + 1, ...entry };
    const hash = hashOf(link, previousHash);
    const made = { ...link, previousHash, hash };
    previousHash = hash;
    return made;
  });
});

describe('verifyChain', () => {
  it('finds an untouched chain intact, in one piece or in two', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (links, cut) => {
        expect(verifyChain(links)).toEqual({ intact: true, entries: links.length, headHash: links.at(-1)?.hash });
        const at = cut % links.length;
        const head = verifyChain(links.slice(0, at));
        if (!head.intact) throw new Error('the first part must be intact');
        expect(verifyChain(links.slice(at), { sequence: at, hash: head.headHash })).toMatchObject({ intact: true });
      }),
    );
  });

  it('finds an entry that was changed, removed, repeated or put elsewhere', () => {
    fc.assert(
      fc.property(chain, fc.nat(), fc.constantFrom('change', 'remove', 'repeat', 'swap'), (links, pick, how) => {
        const at = pick % links.length;
        const touched = [...links];
        const entry = touched[at] as AuditLink;
        if (how === 'change') touched[at] = { ...entry, action: `${entry.action}x` };
        if (how === 'remove') touched.splice(at, 1);
        if (how === 'repeat') touched.splice(at, 0, entry);
        if (how === 'swap') touched.reverse();
        const harmless = (how === 'remove' && at === links.length - 1) || (how === 'swap' && links.length === 1);
        expect(verifyChain(touched).intact).toBe(harmless);
      }),
    );
  });

  it('finds a chain that was written anew from some entry on by its head hash', () => {
    const first: AuditFacts = {
      engagementId: 'e',
      sequence: 1,
      id: 'i',
      at: 'x',
      actor: 'a',
      action: 'b',
      subject: 'c',
      before: null,
      after: null,
    };
    const forged = { ...first, action: 'forged' };
    expect(hashOf(first, chainStart)).not.toBe(hashOf(forged, chainStart));
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order of keys, and survives a trip through JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        expect(canonicalJson(JSON.parse(JSON.stringify(storable(object))))).toBe(canonicalJson(object));
      }),
    );
  });

  it('replaces what PostgreSQL cannot keep', () => {
    expect(storable({ a: 'x\0y', b: '\ud800', c: undefined, d: Number.NaN, e: new Date(0), f: '😀' })).toEqual({
      a: 'x\uFFFDy',
      b: '\uFFFD',
      d: null,
      e: '1970-01-01T00:00:00.000Z',
      f: '😀',
    });
  });
});
