export interface ProblemInit {
  /** HTTP status, 4xx or 5xx. */
  status: number;
  /** Stable, kebab-case; what programs compare. */
  code: string;
  /** What is wrong with this request. */
  detail: string;
  /** What the caller can do about it. */
  remedy: string;
  title?: string;
  /** The offending field: a path in the body such as `items[2].name`, or the name of a parameter or header. */
  field?: string;
  retryAfterSeconds?: number;
  /** Further members of the answer, such as `errors` or `allowed`. */
  extensions?: Record<string, unknown>;
}

/** RFC 9457 problem details; thrown anywhere, answered as application/problem+json. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
  readonly title: string;
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  readonly extensions: Record<string, unknown>;

  constructor(init: ProblemInit) {
    super(init.detail);
    this.name = 'Problem';
    this.status = init.status;
    this.code = init.code;
    this.detail = init.detail;
    this.remedy = init.remedy;
    this.title = init.title ?? titles[init.status] ?? 'Problem';
    if (init.field !== undefined) this.field = init.field;
    if (init.retryAfterSeconds !== undefined) this.retryAfterSeconds = init.retryAfterSeconds;
    this.extensions = init.extensions ?? {};
  }

  /** @param what the kind of thing, with an article if that reads better: `release`, `the window` */
  static notFound(what: string): Problem {
    return new Problem({
      status: 404,
      code: 'not-found',
      detail: `There is no such ${what} in this engagement.`,
      remedy: 'Check the id and the engagement; a list of the same path shows what there is.',
    });
  }

  static invalid(field: string, detail: string, remedy: string): Problem {
    return new Problem({ status: 400, code: 'invalid-input', detail, remedy, field });
  }

  static unprocessable(code: string, detail: string, remedy: string, field?: string): Problem {
    return new Problem({ status: 422, code, detail, remedy, ...(field === undefined ? {} : { field }) });
  }

  static conflict(code: string, detail: string, remedy: string): Problem {
    return new Problem({ status: 409, code, detail, remedy });
  }

  static forbidden(code: string, detail: string, remedy: string): Problem {
    return new Problem({ status: 403, code, detail, remedy });
  }

  /** @param what what is away: `The database` */
  static away(code: string, what: string, retryAfterSeconds: number): Problem {
    return new Problem({
      status: 503,
      code,
      detail: `${what} cannot be reached at the moment.`,
      remedy: 'Repeat the request after the seconds named in Retry-After.',
      retryAfterSeconds,
    });
  }

  /** The members of the answer's body. */
  toJSON(): Record<string, unknown> {
    return {
      ...this.extensions,
      type: `urn:slipway:problem:${this.code}`,
      title: this.title,
      status: this.status,
      code: this.code,
      detail: this.detail,
      remedy: this.remedy,
      ...(this.field === undefined ? {} : { field: this.field }),
    };
  }
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request timed out',
  409: 'Conflict',
  410: 'Gone',
  412: 'Changed in between',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  422: 'Not possible',
  428: 'Precondition required',
  429: 'Too many requests',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Temporarily away',
};
