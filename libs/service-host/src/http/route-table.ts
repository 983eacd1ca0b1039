import type { FastifyInstance } from 'fastify';

interface Pattern {
  expression: RegExp;
  methods: Set<string>;
}

/** Which methods an address has, so that a wrong one is 405 and not 404. Wildcards, which serve files, do not count. */
export class RouteTable {
  private readonly patterns = new Map<string, Pattern>();

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const pattern = this.patterns.get(url) ?? { expression: expressionOf(url), methods: new Set() };
      for (const one of [method].flat()) pattern.methods.add(one);
      this.patterns.set(url, pattern);
    });
  }

  methodsOf(path: string): string[] {
    const methods = [...this.patterns.values()]
      .filter(({ expression }) => expression.test(path))
      .flatMap((pattern) => [...pattern.methods]);
    return [...new Set(methods)].sort();
  }

  /** Every address with its methods, as registered. */
  all(): { url: string; methods: string[] }[] {
    return [...this.patterns].map(([url, { methods }]) => ({ url, methods: [...methods].sort() }));
  }
}

function expressionOf(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => part.replace(/:[A-Za-z_]\w*|[^A-Za-z0-9_:-]/g, (found) => (found.startsWith(':') ? '[^/]+' : `\\${found}`)));
  return new RegExp(`^${parts.join('/')}$`);
}
