const instant = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})/g;

/** Cuts a text of a service at the RFC 3339 instants in it: plain pieces and instants in turn. */
export function splitInstants(text: string): { text: string; instant: boolean }[] {
  const pieces: { text: string; instant: boolean }[] = [];
  let from = 0;
  for (const match of text.matchAll(instant)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), instant: false });
    pieces.push({ text: match[0], instant: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), instant: false });
  return pieces;
}
