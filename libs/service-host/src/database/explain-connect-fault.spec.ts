import { explainConnectFault } from './explain-connect-fault';

const url = 'postgres://admin:hunter2@db.example:5433/slipway';
const withCode = (code: string) => Object.assign(new Error('raw text with hunter2'), { code });

describe('a fault at the start', () => {
  it.each([
    ['ECONNREFUSED', /cannot be reached: start it, or check SLIPWAY_DATABASE_URL/],
    ['ENOTFOUND', /cannot be reached/],
    ['28P01', /refuses the user or password/],
    ['3D000', /no such database/],
    ['42501', /may not create roles or schemas/],
    ['53100', /disk .* is full: free some space/],
  ])('%s is one line that says what to do, without the password', (code, text) => {
    const explained = explainConnectFault(withCode(code), url) as Error;
    expect(explained.name).toBe('StartFault');
    expect(explained.message).toMatch(text);
    expect(explained.message).toContain('db.example:5433');
    expect(explained.message).not.toMatch(/hunter2|\n/);
  });

  it('that nobody knows stays as it is', () => {
    const error = new Error('something else');
    expect(explainConnectFault(error, url)).toBe(error);
  });
});
