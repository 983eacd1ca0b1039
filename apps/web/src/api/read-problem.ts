import { type FieldFault, Problem } from './problem';

const remedies: Record<number, string> = {
  401: 'Sign in again.',
  403: 'Ask your release manager or client administrator for the role this needs.',
  404: 'It may have been removed, or it belongs to another engagement. Check the engagement in the header.',
  409: 'Somebody changed this at the same time. Look at the current state and try again.',
  412: 'Somebody changed this since you opened it. Look at the current state and try again.',
  413: 'Send less at once.',
  429: 'Wait a moment, then try again.',
  503: 'The service is starting or its database is away. It comes back by itself; try again in a few seconds.',
};

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value : null);

function faultsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { field, path, detail, message } = entry as Record<string, unknown>;
    const words = text(detail) ?? text(message);
    const name = text(field) ?? (Array.isArray(path) ? path.join('.') : text(path));
    return words ? [{ field: name ?? '', detail: words }] : [];
  });
}

/** Turns any refused answer into a readable problem; `body` is the parsed JSON or null. */
export function readProblem(status: number, body: unknown, retryAfter: string | null): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const seconds = retryAfter && /^\d+$/.test(retryAfter) ? Number(retryAfter) : null;
  return new Problem({
    status,
    code: text(fields.code) ?? `http-${status}`,
    detail: text(fields.detail) ?? text(fields.title) ?? text(fields.message) ?? `The server answered ${status}.`,
    remedy:
      text(fields.remedy) ??
      remedies[status] ??
      (status >= 500 ? 'This is a fault on our side. Try again; if it stays, tell the operator.' : 'Check what you entered and try again.'),
    field: text(fields.field),
    faults: faultsOf(fields.errors),
    retryAfterSeconds: seconds,
  });
}

/** No answer came at all. */
export const unreachable = (): Problem =>
  new Problem({
    status: 0,
    code: 'unreachable',
    detail: 'The server did not answer.',
    remedy: 'Check your connection. If others see this too, the server is down; nothing you saved is lost.',
  });
