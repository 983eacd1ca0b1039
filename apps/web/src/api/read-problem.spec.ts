import { readProblem } from './read-problem';

describe('readProblem', () => {
  it('keeps code, detail, remedy, field and faults of a problem document', () => {
    const problem = readProblem(
      422,
      {
        code: 'same-department',
        detail: 'You are of the department.',
        remedy: 'Ask somebody else.',
        field: 'auditor',
        errors: [{ field: 'a', detail: 'too long' }],
      },
      null,
    );
    expect(problem).toMatchObject({
      status: 422,
      code: 'same-department',
      message: 'You are of the department.',
      remedy: 'Ask somebody else.',
      field: 'auditor',
    });
    expect(problem.faults).toEqual([{ field: 'a', detail: 'too long' }]);
  });
  it('finds words for an answer that is no problem document', () => {
    const problem = readProblem(503, '<html>', '7');
    expect(problem.message).toBe('The server answered 503.');
    expect(problem.remedy).toContain('comes back by itself');
    expect(problem.retryAfterSeconds).toBe(7);
  });
  it('ignores a Retry-After that is a date, and empty texts', () => {
    const problem = readProblem(429, { detail: ' ', code: '' }, 'Tue, 03 Mar 2026 09:00:00 GMT');
    expect(problem).toMatchObject({ code: 'http-429', retryAfterSeconds: null, message: 'The server answered 429.' });
  });
});
