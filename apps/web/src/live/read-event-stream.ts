export interface StreamEvent {
  event: string;
  data: string;
  id: string | null;
}

/**
 * Cuts the text of a `text/event-stream` into events, by the WHATWG algorithm (LF, CRLF or CR; several data lines; comments).
 * Feed it pieces as they come; it keeps what is incomplete.
 */
export function eventStreamReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  let event = '';
  let id: string | null = null;
  let data: string[] = [];

  const line = (text: string, out: StreamEvent[]) => {
    if (text === '') {
      if (data.length) out.push({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    if (text.startsWith(':')) return;
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  };

  return (piece) => {
    const out: StreamEvent[] = [];
    const text = rest + piece;
    // a trailing CR may be the first half of CRLF
    const usable = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = usable.split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? '') + text.slice(usable.length);
    for (const one of lines) line(one, out);
    return out;
  };
}
