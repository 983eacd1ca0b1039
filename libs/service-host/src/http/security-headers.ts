import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { ServiceConfig } from '../config/service-config';

/** Scripts come from this origin only, never inline; styles may be inline, since the page's components set them. */
export async function registerSecurityHeaders(fastify: FastifyInstance, config: Pick<ServiceConfig, 'publicUrl'>): Promise<void> {
  const secure = config.publicUrl.startsWith('https:');
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
  });
}
