import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem';
import { parseJson } from './parse-json';

declare module 'fastify' {
  interface FastifyRequest {
    /** The bytes of the body, exactly as they came; what signatures are computed over. */
    rawBody?: Buffer;
  }
  interface FastifyContextConfig {
    /** Raises the limit of the body for a route. */
    maxBytes?: number;
  }
}

/** Bytes of a body unless its route says otherwise. */
export const defaultMaxBytes = 1024 * 1024;

const textTypes = ['text/csv', 'text/calendar', 'text/plain', 'application/yaml', 'application/x-yaml', 'text/yaml'];
const rawTypes = ['application/x-ndjson', 'application/cloudevents+json', 'application/cloudevents-batch+json', 'application/octet-stream'];

/** JSON hardened, texts as strings, batches as bytes; any other content type is refused with 415. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const maxBytes = route.config?.maxBytes;
    if (maxBytes !== undefined) route.bodyLimit = maxBytes;
  });
  fastify.decorateRequest('rawBody', undefined);
  fastify.removeAllContentTypeParsers();
  const parse = (types: string[] | RegExp, read: (bytes: Buffer) => unknown) =>
    fastify.addContentTypeParser(types, { parseAs: 'buffer' }, (request: FastifyRequest, bytes: Buffer, done) => {
      request.rawBody = bytes;
      try {
        done(null, bytes.length === 0 ? undefined : read(bytes));
      } catch (error) {
        done(error as Error, undefined);
      }
    });
  parse(rawTypes, () => undefined);
  parse(textTypes, readText);
  parse(['application/json'], (bytes) => parseJson(bytes));
  parse(/^application\/[\w.!#$&^-]+\+json/, (bytes) => parseJson(bytes));
  parse(['application/x-www-form-urlencoded'], readForm);
}

function readText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw textProblem('invalid-utf8', 'The body is not valid UTF-8.', 'Send the text encoded as UTF-8.');
  if (bytes.includes(0)) throw textProblem('invalid-text', 'The body has a NUL character in it.', 'Leave it out.');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Sign-in pages and some desks post forms; a name that comes twice is refused like in JSON. */
function readForm(bytes: Buffer): Record<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(readText(bytes))) {
    if (form.has(name)) throw textProblem('duplicate-key', 'The same name comes twice in the form.', 'Send every name once.', name);
    if (name === '__proto__') throw textProblem('forbidden-key', 'The name __proto__ is not allowed.', 'Leave it out.', name);
    if (value.includes('\0') || name.includes('\0'))
      throw textProblem('invalid-text', 'The form has a NUL character in it.', 'Leave it out.');
    form.set(name, value);
  }
  return Object.fromEntries(form);
}

function textProblem(code: string, detail: string, remedy: string, field?: string): Problem {
  return new Problem({ status: 400, code, detail, remedy, ...(field === undefined ? {} : { field }) });
}
