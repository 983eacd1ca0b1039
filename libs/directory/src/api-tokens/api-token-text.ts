import { createHash, randomBytes } from 'node:crypto';

const form = /^slp_[A-Za-z0-9_-]{43}$/;

/** A new API token: 256 random bits behind a prefix that secret scanners can look for. */
export function newApiToken(): string {
  return `slp_${randomBytes(32).toString('base64url')}`;
}

/** Random tokens need no slow hash: SHA-256 is looked up by equality. Null for what cannot be a token. */
export function apiTokenHash(token: string): Buffer | null {
  return form.test(token) ? createHash('sha256').update(token).digest() : null;
}

/** What is kept to recognise a token by. */
export const apiTokenBeginning = (token: string): string => token.slice(0, 8);
