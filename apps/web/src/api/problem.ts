export interface FieldFault {
  field: string;
  detail: string;
}

/** RFC 9457 answer of a service, or what happened instead of an answer. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly field: string | null;
  readonly faults: FieldFault[];
  readonly retryAfterSeconds: number | null;

  constructor(init: {
    status: number;
    code: string;
    detail: string;
    remedy: string;
    field?: string | null;
    faults?: FieldFault[];
    retryAfterSeconds?: number | null;
  }) {
    super(init.detail);
    this.name = 'Problem';
    this.status = init.status;
    this.code = init.code;
    this.remedy = init.remedy;
    this.field = init.field ?? null;
    this.faults = init.faults ?? [];
    this.retryAfterSeconds = init.retryAfterSeconds ?? null;
  }
}
