import { requestFingerprint } from './request-fingerprint';

describe('requestFingerprint', () => {
  const request = { method: 'POST', url: '/api/kpi/v1/notes', rawBody: Buffer.from('{"a":1}') };

  it('is the same for the same bytes and differs with method, address and body', () => {
    const same = requestFingerprint(request);
    expect(requestFingerprint({ ...request, rawBody: Buffer.from('{"a":1}') })).toBe(same);
    for (const change of [{ method: 'PUT' }, { url: '/api/kpi/v1/notes?x=1' }, { rawBody: Buffer.from('{"a": 1}') }]) {
      expect(requestFingerprint({ ...request, ...change })).not.toBe(same);
    }
  });

  it('takes the parsed body where bytes are not kept', () => {
    const of = (body: unknown) => requestFingerprint({ method: 'POST', url: '/', body });
    expect(of({ a: 1, b: 2 })).toBe(of({ b: 2, a: 1 }));
    expect(of({ a: 1 })).not.toBe(of({ a: 2 }));
  });
});
