import { ExchangeCache } from './exchange-cache';

describe('ExchangeCache', () => {
  let asked: string[];
  let answer: { accessToken: string } | { refused: string };
  let cache: ExchangeCache;

  beforeEach(() => {
    asked = [];
    answer = { accessToken: 'a' };
    cache = new ExchangeCache(
      (token) => {
        asked.push(token);
        return Promise.resolve(answer);
      },
      undefined,
      3,
    );
  });

  it('remembers for a minute and not longer', async () => {
    await cache.answerFor('t', 0);
    answer = { refused: 'revoked' };
    expect(await cache.answerFor('t', 59_999)).toEqual({ accessToken: 'a' });
    expect(await cache.answerFor('t', 60_000)).toEqual({ refused: 'revoked' });
    expect(asked).toHaveLength(2);
  });

  it('remembers refusals for five seconds', async () => {
    answer = { refused: 'unknown' };
    await cache.answerFor('t', 0);
    await cache.answerFor('t', 4_999);
    expect(asked).toHaveLength(1);
    answer = { accessToken: 'b' };
    expect(await cache.answerFor('t', 5_000)).toEqual({ accessToken: 'b' });
  });

  it('does not grow without end', async () => {
    for (const token of ['a', 'b', 'c', 'd']) await cache.answerFor(token, 0);
    await cache.answerFor('d', 1);
    expect(asked).toHaveLength(4);
    await cache.answerFor('a', 1);
    expect(asked).toHaveLength(5);
  });

  it('remembers nothing of a failure', async () => {
    const failing = new ExchangeCache(() => Promise.reject(new Error('away')));
    await expect(failing.answerFor('t', 0)).rejects.toThrow('away');
    await expect(failing.answerFor('t', 1)).rejects.toThrow('away');
  });
});
