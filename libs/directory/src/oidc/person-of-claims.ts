/** What a provider says about who signed in. */
export interface ProviderClaims {
  subject: string;
  email: string | null;
  emailVerified: boolean;
}

export type Linking = { personId: string; link: boolean } | { refused: 'oidc-email-not-verified' | 'oidc-unknown-person' };

/** Whom a sign-in at the provider is: by its subject if linked before, else by an e-mail that the provider has verified. */
export function personOfClaims(claims: ProviderClaims, known: { bySubject: string | null; byEmail: string | null }): Linking {
  if (known.bySubject) return { personId: known.bySubject, link: false };
  if (!claims.email || !claims.emailVerified) return { refused: 'oidc-email-not-verified' };
  return known.byEmail ? { personId: known.byEmail, link: true } : { refused: 'oidc-unknown-person' };
}
