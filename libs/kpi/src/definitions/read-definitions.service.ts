import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, Problem } from '@slipway/service-host';
import { In, type EntityManager } from 'typeorm';
import { z } from 'zod';
import type { DefinitionAnswer, KpiAnswer, KpiHistory } from './definition-answers';
import { Definition, Signature } from './definition.entity';
import { definitionView } from './definition-view';

const cursorSchema = z.string().max(64);

@Injectable()
export class ReadDefinitions {
  /** KPIs by key, each with its agreed version and its open proposal. */
  async list(
    tx: EntityManager,
    engagementId: string,
    { status, cursor, limit }: { status?: 'agreed' | 'proposed' | undefined; cursor?: string | undefined; limit: number },
  ): Promise<{ items: KpiAnswer[]; nextCursor: string | null }> {
    const after = cursor === undefined ? '' : decodeCursor(cursorSchema, cursor);
    const keys = (
      (await tx.query(
        `SELECT DISTINCT key FROM kpi.definitions
         WHERE engagement_id = $1 AND key > $2 AND status = ANY($3::text[]) ORDER BY key LIMIT $4`,
        [engagementId, after.replaceAll('\u0000', ''), status ? [status] : ['agreed', 'proposed'], limit + 1],
      )) as { key: string }[]
    ).map(({ key }) => key);
    const page = keys.slice(0, limit);
    const views = await this.views(tx, engagementId, page, ['agreed', 'proposed']);
    return { items: page.map((key) => summary(key, views)), nextCursor: keys.length > limit ? encodeCursor(page[page.length - 1]) : null };
  }

  /** @throws Problem 404 */
  async history(tx: EntityManager, engagementId: string, key: string): Promise<KpiHistory> {
    const versions = await this.views(tx, engagementId, [key]);
    if (versions.length === 0) throw Problem.notFound('KPI');
    return { ...summary(key, versions), versions };
  }

  /** @throws Problem 404 */
  async view(tx: EntityManager, engagementId: string, key: string, version: number): Promise<DefinitionAnswer> {
    const definition = await tx.findOneBy(Definition, { engagementId, key, version });
    if (!definition) throw Problem.notFound('version of a KPI');
    return definitionView(definition, await tx.findBy(Signature, { engagementId, key, version }));
  }

  /** The agreed definitions, by key. */
  agreed(tx: EntityManager, engagementId: string): Promise<Definition[]> {
    return tx.find(Definition, { where: { engagementId, status: 'agreed' }, order: { key: 'ASC' } });
  }

  /** The version asked for, else the agreed one, else the open proposal. @throws Problem 404 */
  async current(tx: EntityManager, engagementId: string, key: string, version?: number): Promise<Definition> {
    if (version !== undefined) {
      const found = await tx.findOneBy(Definition, { engagementId, key, version });
      if (found) return found;
    } else {
      const found = await tx.findBy(Definition, { engagementId, key, status: In(['agreed', 'proposed']) });
      const best = found.find(({ status }) => status === 'agreed') ?? found[0];
      if (best) return best;
    }
    throw Problem.notFound('KPI');
  }

  /** How many KPIs are agreed, and how many proposals lack a signature. */
  async standing(tx: EntityManager, engagementId: string): Promise<{ agreed: number; open: number }> {
    const [standing] = (await tx.query(
      `SELECT count(*) FILTER (WHERE status = 'agreed')::int AS agreed, count(*) FILTER (WHERE status = 'proposed')::int AS open
       FROM kpi.definitions WHERE engagement_id = $1`,
      [engagementId],
    )) as { agreed: number; open: number }[];
    return standing;
  }

  private async views(
    tx: EntityManager,
    engagementId: string,
    keys: string[],
    statuses?: Definition['status'][],
  ): Promise<DefinitionAnswer[]> {
    if (keys.length === 0) return [];
    const definitions = await tx.find(Definition, {
      where: { engagementId, key: In(keys), ...(statuses ? { status: In(statuses) } : {}) },
      order: { key: 'ASC', version: 'DESC' },
    });
    const signatures = await tx.find(Signature, { where: { engagementId, key: In(keys) }, order: { signedAt: 'ASC', personId: 'ASC' } });
    return definitions.map((definition) => definitionView(definition, signatures));
  }
}

function summary(key: string, views: readonly DefinitionAnswer[]): KpiAnswer {
  const of = (status: DefinitionAnswer['status']): DefinitionAnswer | null =>
    views.find((view) => view.key === key && view.status === status) ?? null;
  return { key, agreed: of('agreed'), proposed: of('proposed') };
}
