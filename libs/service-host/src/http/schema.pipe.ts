import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Problem } from '../problems/problem';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

const maxErrors = 50;

/** Checks bodies, queries and parameters by the schema their decorator names; a miss is a 400 with every field that is wrong. */
export class SchemaPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: problemOfIssues });
  }

  /** The parsers refuse such keys already. */
  protected override stripProtoKeys(): void {
    return;
  }
}

export function problemOfIssues(issues: readonly Issue[]): Problem {
  const errors = issues.slice(0, maxErrors).map((issue) => ({ field: fieldOf(issue.path), message: issue.message }));
  const [first] = errors;
  return new Problem({
    status: 400,
    code: 'invalid-input',
    detail:
      errors.length === 1
        ? `${first?.field ? `${first.field}: ` : ''}${first?.message ?? ''}`
        : `${issues.length} fields are not as they must be.`,
    remedy: 'Correct the fields named in errors; the API description tells their form.',
    ...(first?.field ? { field: first.field } : {}),
    extensions: { errors },
  });
}

function fieldOf(path: Issue['path']): string {
  let field = '';
  for (const part of path ?? []) {
    const key = typeof part === 'object' ? part.key : part;
    field += typeof key === 'number' ? `[${key}]` : `${field === '' ? '' : '.'}${String(key)}`;
  }
  return field;
}
