import fc from 'fast-check';
import type { Identity, Membership } from './caller';
import { resolveCaller } from './resolve-caller';

const identityWith = (memberships: Membership[]): Identity => ({
  personId: 'p',
  tokenId: null,
  sessionId: null,
  name: 'Asha',
  zone: 'Asia/Kolkata',
  operator: false,
  scopes: null,
  memberships,
});
const membership = fc
  .uuid()
  .map((engagementId): Membership => ({ engagementId, side: 'client', partyId: 'x', department: 'it', roles: [] }));
const memberships = fc.uniqueArray(membership, { selector: ({ engagementId }) => engagementId, maxLength: 5 });

describe('resolveCaller', () => {
  it('never gives a caller in an engagement that the token does not name', () => {
    fc.assert(
      fc.property(memberships, fc.option(fc.uuid(), { nil: undefined }), fc.option(fc.uuid(), { nil: undefined }), (own, header, path) => {
        const result = resolveCaller(identityWith(own), { ...(header ? { header } : {}), ...(path ? { path } : {}) });
        if ('caller' in result) expect(own.map(({ engagementId }) => engagementId)).toContain(result.caller.engagementId);
      }),
    );
  });

  it('finds every own engagement by header or path, whatever the case', () => {
    fc.assert(
      fc.property(memberships, fc.nat(), fc.boolean(), (own, index, upper) => {
        fc.pre(own.length > 0);
        const { engagementId } = own[index % own.length] as Membership;
        const name = upper ? engagementId.toUpperCase() : engagementId;
        expect(resolveCaller(identityWith(own), { header: name })).toMatchObject({ caller: { engagementId } });
        expect(resolveCaller(identityWith(own), { path: name })).toMatchObject({ caller: { engagementId } });
      }),
    );
  });

  it('takes the only engagement, and asks which of several or none', () => {
    const [a, b] = fc.sample(memberships, { numRuns: 50, seed: 7 }).find((list) => list.length >= 2) as [Membership, Membership];
    expect(resolveCaller(identityWith([a]), {})).toMatchObject({ caller: { engagementId: a.engagementId } });
    expect(resolveCaller(identityWith([a, b]), {})).toEqual({ refused: 'engagement-required', choices: [a.engagementId, b.engagementId] });
    expect(resolveCaller(identityWith([]), {})).toEqual({ refused: 'engagement-required', choices: [] });
    expect(resolveCaller(identityWith([a, b]), { header: a.engagementId, path: b.engagementId })).toEqual({
      refused: 'engagement-contradicted',
    });
    expect(resolveCaller(identityWith([a]), { header: 'x' })).toEqual({ refused: 'engagement-malformed' });
    expect(resolveCaller(identityWith([a]), { header: '' })).toEqual({ refused: 'engagement-malformed' });
    expect(resolveCaller(identityWith([a]), { path: b.engagementId })).toEqual({ refused: 'engagement-foreign' });
  });
});
