export const refreshCookie = 'slipway_refresh';
export const refreshPath = '/api/directory/v1/sessions';

/** A Set-Cookie value; `maxAgeSeconds` 0 removes the cookie. */
export function cookieText(
  name: string,
  value: string,
  options: { path: string; maxAgeSeconds: number; secure: boolean; sameSite: 'Strict' | 'Lax' },
): string {
  const parts = [
    `${name}=${value}`,
    `Path=${options.path}`,
    `Max-Age=${options.maxAgeSeconds}`,
    'HttpOnly',
    `SameSite=${options.sameSite}`,
  ];
  return [...parts, ...(options.secure ? ['Secure'] : [])].join('; ');
}

/** One cookie of a Cookie header; of several with the same name the first, which is the one with the longest path. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
