import { countMembers, scanJson } from './scan-json';

export const maxEvents = 10_000;
export const maxBatchBytes = 10 * 1024 * 1024;
const maxDepth = 32;

export const eventContentTypes = [
  'application/cloudevents-batch+json',
  'application/cloudevents+json',
  'application/json',
  'application/x-ndjson',
] as const;
export type EventContentType = (typeof eventContentTypes)[number];

/** Why a whole body cannot be taken. */
export interface BatchFault {
  status: 400 | 413 | 415;
  code: 'malformed-body' | 'empty-batch' | 'too-many-events' | 'unsupported-content-type';
  detail: string;
  remedy: string;
}

/** One event of a body as sent, or why it could not even be read. */
export type SentEvent = { position: number; value: unknown } | { position: number; unreadable: string };

export type ReadBatch = { events: SentEvent[] } | { fault: BatchFault };

/** The media type that a Content-Type header names, if events may come in it. */
export function eventContentType(header: string | undefined): EventContentType | null {
  const mediaType = (header ?? '').split(';')[0].trim().toLowerCase();
  return eventContentTypes.find((known) => known === mediaType) ?? null;
}

const malformed = (detail: string): ReadBatch => ({
  fault: {
    status: 400,
    code: 'malformed-body',
    detail,
    remedy: 'Send UTF-8 JSON: an array of CloudEvents, one CloudEvent, or one a line.',
  },
});
const empty: ReadBatch = {
  fault: { status: 400, code: 'empty-batch', detail: 'The body holds no events.', remedy: 'Send between 1 and 10,000 events.' },
};
const tooMany: ReadBatch = {
  fault: { status: 413, code: 'too-many-events', detail: `A body holds at most ${maxEvents} events.`, remedy: 'Split the batch.' },
};
const givenTwice = 'a name is given twice in this event';

const tooDeep = (depth: number): string | null =>
  depth > maxDepth ? `nested ${depth} levels deep, at most ${maxDepth} are allowed` : null;

/** JSON.parse, with the reason and without the text of the body in it. */
function parsed(text: string): { value: unknown } | { reason: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    return { reason: at ? `not JSON from character ${at} on` : 'not JSON' };
  }
}

function readLines(text: string): ReadBatch {
  const events: SentEvent[] = [];
  const lines = text.split('\n');
  for (let position = 0; position < lines.length; position += 1) {
    const line = lines[position].trim();
    if (line === '') continue;
    if (events.length === maxEvents) return tooMany;
    const scan = scanJson(line);
    const deep = tooDeep(scan.depth);
    const result = deep ? { reason: deep } : parsed(line);
    if ('reason' in result) events.push({ position, unreadable: `the line is ${result.reason}` });
    else if (scan.membersOf.reduce((sum, members) => sum + members, 0) !== countMembers(result.value)) {
      events.push({ position, unreadable: givenTwice });
    } else events.push({ position, value: result.value });
  }
  return events.length === 0 ? empty : { events };
}

function readJson(text: string, contentType: EventContentType): ReadBatch {
  if (text.trim() === '') return empty;
  const scan = scanJson(text);
  const deep = tooDeep(scan.depth);
  if (deep) return malformed(`The body is ${deep}.`);
  const result = parsed(text);
  if ('reason' in result) return malformed(`The body is ${result.reason}.`);
  const { value } = result;
  if (Array.isArray(value) && contentType === 'application/cloudevents+json')
    return malformed('The body is an array, but its type says one event.');
  if (!Array.isArray(value) && contentType === 'application/cloudevents-batch+json')
    return malformed('The body is not an array of events.');
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return empty;
  if (list.length > maxEvents) return tooMany;
  return {
    events: list.map((event, position) =>
      scan.membersOf[position] === countMembers(event) ? { position, value: event } : { position, unreadable: givenTwice },
    ),
  };
}

/** Reads the events of a body, hardened: bad UTF-8, deep nesting and names given twice are told, not let through. */
export function readBatch(body: Uint8Array, contentType: EventContentType | null): ReadBatch {
  if (contentType === null) {
    return {
      fault: {
        status: 415,
        code: 'unsupported-content-type',
        detail: 'Events do not come in this content type.',
        remedy: `Use ${eventContentTypes.join(', ')}.`,
      },
    };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return malformed('The body is not UTF-8.');
  }
  return contentType === 'application/x-ndjson' ? readLines(text) : readJson(text, contentType);
}
