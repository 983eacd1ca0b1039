/** What a cheap pass over JSON text finds, before anything is parsed. */
export interface JsonScan {
  /** Deepest nesting of arrays and objects. */
  depth: number;
  /** Members (`"name": …`) written in each element of the outer array, or in the one outer value. */
  membersOf: number[];
}

const quote = 34;
const comma = 44;
const colon = 58;
const opens = new Set([91, 123]);
const closes = new Set([93, 125]);

/** The index of the quote that ends the string which starts at `from`, or the end of the text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}

/**
 * Measures nesting and counts members without building anything, so that a bomb is refused before it is parsed, and so that a parsed object
 * with fewer members than were written betrays a name that was given twice. Text that is not JSON gives some answer; the parser refuses it.
 */
export function scanJson(text: string): JsonScan {
  const isArray = text.trimStart().startsWith('[');
  const membersOf: number[] = [];
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === colon) members += 1;
    else if (code === comma && isArray && depth === 1) {
      membersOf.push(members);
      members = 0;
    } else if (opens.has(code)) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (closes.has(code)) depth -= 1;
  }
  membersOf.push(members);
  return { depth: deepest, membersOf };
}

/** How many members a parsed value has in all its objects. */
export function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += countMembers(item);
  else {
    for (const name of Object.keys(value)) {
      members += 1 + countMembers((value as Record<string, unknown>)[name]);
    }
  }
  return members;
}
