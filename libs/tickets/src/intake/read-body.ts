/** What the bytes of a delivery say: JSON, or a form whose field `payload` is JSON, as GitHub can post it. */
export function bodyText(headers: Readonly<Record<string, string>>, body: Buffer): Buffer {
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return body;
  return Buffer.from(new URLSearchParams(body.toString('utf8')).get('payload') ?? '');
}
