import { isUtf8 } from 'node:buffer';
import { Problem } from '../problems/problem';
import { findDuplicateKey } from './find-duplicate-key';

export interface JsonLimits {
  /** How many arrays and objects may lie within each other. */
  maxDepth: number;
}

const defaultLimits: JsonLimits = { maxDepth: 32 };

/**
 * Parses JSON that may have been written to do harm. Refuses bytes that are not UTF-8, too much nesting, a key that comes twice,
 * `__proto__` keys, numbers beyond a double, NUL characters and lone surrogates; costs about as much again as JSON.parse.
 * @throws Problem 400 with the field or the position
 */
export function parseJson(bytes: Buffer, limits: JsonLimits = defaultLimits): unknown {
  if (!isUtf8(bytes)) throw bad('invalid-utf8', 'The body is not valid UTF-8.', 'Send the JSON encoded as UTF-8.');
  const members = scan(bytes, limits.maxDepth);
  let text = bytes.toString('utf8');
  if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
  const value = read(text);
  const strictText = /\\u(?:0000|[dD][89a-fA-F])/.test(text);
  const found = { members: 0 };
  inspect(value, '', strictText, found);
  if (found.members !== members) {
    const field = findDuplicateKey(text);
    throw bad('duplicate-key', 'The same key comes twice in one object.', 'Send every key once.', field);
  }
  return value;
}

/** Counts the members of all objects and checks the depth, without recursion, before anything is built. */
function scan(bytes: Buffer, maxDepth: number): number {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) {
      at += 1;
      while (at < bytes.length && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
    } else if (byte === 0x3a) members += 1;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > maxDepth) {
        throw new Problem({
          status: 400,
          code: 'too-deep',
          detail: `The JSON is nested deeper than ${maxDepth} levels, at byte ${at}.`,
          remedy: `Nest arrays and objects at most ${maxDepth} deep.`,
          extensions: { position: at },
        });
      }
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return members;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = positionOf(error, text);
    const before = text.slice(0, position).split('\n');
    throw new Problem({
      status: 400,
      code: 'malformed-json',
      detail:
        text.trim() === ''
          ? 'The body has no JSON in it.'
          : `The body is not JSON: ${position >= text.length ? 'it ends too early' : 'something unexpected'} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`,
      remedy: 'Send one complete JSON value.',
      extensions: { position },
    });
  }
}

function positionOf(error: unknown, text: string): number {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? text.length : Number(position);
}

function inspect(value: unknown, path: string, strictText: boolean, found: { members: number }): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw bad('number-out-of-range', 'A number is too large.', 'Send numbers between -1.7e308 and 1.7e308.', path);
  } else if (typeof value === 'string') {
    if (strictText) inspectText(value, path);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (item !== null && typeof item === 'object') inspect(item, `${path}[${index}]`, strictText, found);
      else inspect(item, path, strictText, found);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const key of Object.keys(value)) {
      found.members += 1;
      const below = path === '' ? key : `${path}.${key}`;
      if (key === '__proto__') throw bad('forbidden-key', 'The key __proto__ is not allowed.', 'Leave it out.', below);
      if (strictText) inspectText(key, path);
      inspect((value as Record<string, unknown>)[key], below, strictText, found);
    }
  }
}

function inspectText(text: string, path: string): void {
  if (text.includes('\0')) throw bad('invalid-text', 'A text has a NUL character in it.', 'Leave out \\u0000.', path);
  if (/\p{Surrogate}/u.test(text))
    throw bad('invalid-text', 'A text has half of a surrogate pair in it.', 'Send complete Unicode characters.', path);
}

function bad(code: string, detail: string, remedy: string, field?: string): Problem {
  return new Problem({ status: 400, code, detail, remedy, ...(field ? { field } : {}) });
}
