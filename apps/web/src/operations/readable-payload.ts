/** Indented JSON where it is JSON, else as it came. */
export function readablePayload(payload: string, encoding: 'utf-8' | 'base64'): string {
  if (encoding === 'base64') return payload;
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
