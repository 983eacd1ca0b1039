import type { OpenAPIObject } from '@nestjs/swagger';

type Parts = Record<string, Record<string, unknown>>;

/** Leaves out components that nothing refers to; security schemes stay. */
export function pruneComponents(document: OpenAPIObject): OpenAPIObject {
  const { securitySchemes = {}, ...rest } = document.components ?? {};
  const parts = rest as Parts;
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    if (part === null || typeof part !== 'object') return;
    for (const [key, value] of Object.entries(part)) {
      const [, kind = '', name = ''] = (key === '$ref' && typeof value === 'string' && /^#\/components\/(\w+)\/(.+)$/.exec(value)) || [];
      if (name !== '' && !used.has(`${kind}/${name}`)) {
        used.add(`${kind}/${name}`);
        visit(parts[kind]?.[name]);
      }
      visit(value);
    }
  };
  visit(document.paths);
  const kept = Object.entries(parts).map(
    ([kind, named]) =>
      [
        kind,
        Object.fromEntries(
          Object.entries(named)
            .filter(([name]) => used.has(`${kind}/${name}`))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      ] as const,
  );
  return { ...document, components: { ...Object.fromEntries(kept.filter(([, named]) => Object.keys(named).length > 0)), securitySchemes } };
}
