import { createHash } from 'node:crypto';

export type ExchangeAnswer = { accessToken: string } | { refused: string };

/**
 * Answers of the directory about API tokens, kept for at most a minute and for as many tokens as `capacity`, oldest out first. Tokens are
 * kept as hashes only. Refusals are kept more briefly, so that a token made a moment ago works.
 */
export class ExchangeCache {
  private readonly answers = new Map<string, { answer: ExchangeAnswer; untilMs: number }>();

  constructor(
    private readonly exchange: (token: string) => Promise<ExchangeAnswer>,
    private readonly times = { acceptedMs: 60_000, refusedMs: 5_000 },
    private readonly capacity = 10_000,
  ) {}

  async answerFor(token: string, nowMs: number): Promise<ExchangeAnswer> {
    const key = createHash('sha256').update(token).digest('base64url');
    const cached = this.answers.get(key);
    if (cached && nowMs < cached.untilMs) return cached.answer;
    this.answers.delete(key);
    const answer = await this.exchange(token);
    this.answers.set(key, { answer, untilMs: nowMs + ('refused' in answer ? this.times.refusedMs : this.times.acceptedMs) });
    if (this.answers.size > this.capacity) this.answers.delete(this.answers.keys().next().value as string);
    return answer;
  }
}
