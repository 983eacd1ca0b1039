import fastifyStatic from '@fastify/static';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Serves the built page. @returns how to send it for addresses of its own router
 * @param directory the page's build; has index.html and, with hashes in their names, assets/
 */
export async function registerWebPage(fastify: FastifyInstance, directory: string): Promise<((reply: FastifyReply) => void) | undefined> {
  const file = join(directory, 'index.html');
  if (!existsSync(file)) return undefined;
  await fastify.register(fastifyStatic, {
    root: directory,
    prefix: '/',
    decorateReply: false,
    index: ['index.html'],
    setHeaders: (reply, path) => {
      const forever = /[\\/]assets[\\/]/.test(path);
      void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = readFileSync(file, 'utf8');
  return (reply) => void reply.status(200).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
}
