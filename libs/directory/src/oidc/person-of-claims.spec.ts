import { personOfClaims } from './person-of-claims';

const claims = { subject: 's', email: 'asha@vendor.example', emailVerified: true };

describe('personOfClaims', () => {
  it('knows a linked subject whatever the e-mail is by now', () => {
    expect(personOfClaims({ ...claims, email: null, emailVerified: false }, { bySubject: 'p', byEmail: 'q' })).toEqual({
      personId: 'p',
      link: false,
    });
  });

  it('links by an e-mail that the provider has verified, never by another', () => {
    expect(personOfClaims(claims, { bySubject: null, byEmail: 'q' })).toEqual({ personId: 'q', link: true });
    expect(personOfClaims({ ...claims, emailVerified: false }, { bySubject: null, byEmail: 'q' })).toEqual({
      refused: 'oidc-email-not-verified',
    });
    expect(personOfClaims({ ...claims, email: null }, { bySubject: null, byEmail: 'q' })).toEqual({ refused: 'oidc-email-not-verified' });
    expect(personOfClaims(claims, { bySubject: null, byEmail: null })).toEqual({ refused: 'oidc-unknown-person' });
  });
});
