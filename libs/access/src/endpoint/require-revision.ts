import { Problem, etagOf } from '@slipway/service-host';

/** Compares If-Match with the revision that is stored now. Throws 412 when somebody changed it in between; `*` takes any. */
export function requireRevision(ifMatch: string, revision: number): void {
  const named = ifMatch.split(',').map((tag) => tag.trim());
  if (named.includes('*') || named.includes(etagOf(revision))) return;
  throw new Problem({
    status: 412,
    code: 'revision-changed',
    detail: 'It was changed since you read it.',
    remedy: 'Read it again, look at what changed, and send your change with the new ETag in If-Match.',
    field: 'If-Match',
    extensions: { currentETag: etagOf(revision) },
  });
}
