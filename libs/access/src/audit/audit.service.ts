import { Injectable } from '@nestjs/common';
import { Clock, newId } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import type { Caller } from '../caller/caller';
import { type AuditFacts, type AuditLink, type ChainVerdict, chainStart, hashOf, verifyChain } from './audit-chain';
import { storable } from './canonical-json';

export interface AuditEntry {
  engagementId: string;
  /** The caller, or `system:<who>` for what Slipway did by itself. */
  actor: Caller | `system:${string}`;
  /** `<noun>.<pastVerb>`, for example `release.created`. */
  action: string;
  /** Id of what was changed. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

export interface AuditFilter {
  subject?: string | undefined;
  action?: string | undefined;
  /** Only entries older than this. */
  beforeSequence?: number | undefined;
  limit: number;
}

interface AuditRow extends Omit<AuditLink, 'sequence' | 'at' | 'engagementId' | 'previousHash'> {
  engagement_id: string;
  sequence: string;
  at: string;
  previous_hash: string;
}

const columns = `engagement_id, sequence, id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, actor, action, subject, before, after, previous_hash, hash`;
const pageOfChain = 1_000;

/** The append-only, hash-chained log of one service; entries of an engagement form one chain. */
@Injectable()
export class Audit {
  constructor(
    private readonly schema: string,
    private readonly clock: Clock,
  ) {}

  /** Appends in the transaction of the change. Entries of one engagement wait for each other until that transaction ends. */
  async record(tx: EntityManager, entry: AuditEntry): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`audit:${this.schema}:${entry.engagementId}`]);
    const [last] = (await tx.query(`SELECT sequence, hash FROM ${this.table} WHERE engagement_id = $1 ORDER BY sequence DESC LIMIT 1`, [
      entry.engagementId,
    ])) as { sequence: string; hash: string }[];
    const facts: AuditFacts = {
      engagementId: entry.engagementId,
      sequence: Number(last?.sequence ?? 0) + 1,
      id: newId(),
      at: this.clock.now().toUTC().toISO() as string,
      actor: actorOf(entry.actor),
      action: entry.action,
      subject: entry.subject,
      before: storable(entry.before),
      after: storable(entry.after),
    };
    const previousHash = last?.hash ?? chainStart;
    const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
    await tx.query(
      `INSERT INTO ${this.table} (engagement_id, sequence, id, at, actor, action, subject, before, after, previous_hash, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        facts.engagementId,
        facts.sequence,
        facts.id,
        facts.at,
        JSON.stringify(facts.actor),
        facts.action,
        facts.subject,
        json(facts.before),
        json(facts.after),
        previousHash,
        hashOf(facts, previousHash),
      ],
    );
  }

  /** Newest first. */
  async list(tx: EntityManager, engagementId: string, filter: AuditFilter): Promise<AuditLink[]> {
    const rows = (await tx.query(
      `SELECT ${columns} FROM ${this.table}
       WHERE engagement_id = $1 AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR action = $3) AND ($4::bigint IS NULL OR sequence < $4)
       ORDER BY sequence DESC LIMIT $5`,
      [engagementId, filter.subject ?? null, filter.action ?? null, filter.beforeSequence ?? null, filter.limit],
    )) as AuditRow[];
    return rows.map(linkOf);
  }

  /** Recomputes the whole chain of an engagement, a thousand entries at a time. */
  async verify(tx: EntityManager, engagementId: string): Promise<ChainVerdict> {
    let from = { sequence: 0, hash: chainStart };
    for (;;) {
      const rows = (await tx.query(
        `SELECT ${columns} FROM ${this.table} WHERE engagement_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
        [engagementId, from.sequence, pageOfChain],
      )) as AuditRow[];
      const verdict = verifyChain(rows.map(linkOf), from);
      if (!verdict.intact) return { ...verdict, entries: from.sequence + verdict.entries };
      from = { sequence: from.sequence + verdict.entries, hash: verdict.headHash };
      if (rows.length < pageOfChain) return { intact: true, entries: from.sequence, headHash: from.hash };
    }
  }

  private get table(): string {
    return `"${this.schema}".audit_entries`;
  }
}

function actorOf(actor: AuditEntry['actor']): unknown {
  if (typeof actor === 'string') return { system: actor.replace(/^system:/, '') };
  const { personId, tokenId, name, side, department } = actor;
  return storable({ personId, tokenId, name, side, department });
}

function linkOf(row: AuditRow): AuditLink {
  const { engagement_id: engagementId, previous_hash: previousHash, sequence, ...rest } = row;
  return { ...rest, engagementId, previousHash, sequence: Number(sequence) };
}
