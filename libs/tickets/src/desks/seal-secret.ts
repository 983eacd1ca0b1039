import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;

/** The key that desks' secrets are sealed with, derived from the installation's secret. */
export function sealingKey(installationSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', installationSecret, 'slipway', 'tickets desk secrets', 32));
}

/** AES-256-GCM, bound to the desk so that a row copied to another desk cannot be opened there: nonce, tag, ciphertext. */
export function sealSecret(key: Uint8Array, deskId: string, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(deskId));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when the key is another one or the row was changed */
export function openSecret(key: Uint8Array, deskId: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(deskId));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
}

/** A new secret as Standard Webhooks writes it: 32 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** The unguessable part of a desk's address: 160 random bits. */
export const newHookKey = (): string => randomBytes(20).toString('base64url');
