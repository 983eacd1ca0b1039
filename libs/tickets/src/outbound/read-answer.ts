import { textAt } from '../presets/read-json';
import { storable } from '../ticket-words';

/** The reference under which a desk took a ticket, from the JSON it answered or from its headers. */
export function referenceInAnswer(
  headers: Readonly<Record<string, string>>,
  body: string,
): { reference: string | null; url: string | null } {
  const parsed = parse(body);
  const fromBody = textAt(parsed, 'reference') ?? textAt(parsed, 'ticket', 'reference') ?? textAt(parsed, 'data', 'reference');
  const fromHeader = headers['slipway-reference'] ?? headers['x-ticket-reference'] ?? null;
  const reference = fromBody ?? fromHeader;
  const url = textAt(parsed, 'url') ?? textAt(parsed, 'ticket', 'url');
  return {
    reference: reference === null ? null : storable(reference.trim(), 500) || null,
    url: url === null || !URL.canParse(url) ? null : url.slice(0, 2000),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
