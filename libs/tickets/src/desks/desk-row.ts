import { rowsOf, type Queries } from '../rows-of';
import type { DeskMapping } from '../presets/ticket-change';
import type { PresetName } from '../presets/presets';
import type { Line } from '../ticket-words';

export interface DeskRow {
  readonly id: string;
  readonly engagementId: string;
  readonly line: Line;
  readonly key: string;
  readonly name: string;
  readonly preset: PresetName;
  readonly hookKey: string;
  readonly status: 'active' | 'paused' | 'disabled';
  readonly disabledReason: string | null;
  readonly outboundUrl: string | null;
  readonly mapping: DeskMapping;
  readonly revision: number;
  readonly createdAt: Date;
}

export const deskColumns = `d.id, d.engagement_id AS "engagementId", d.line, d.key, d.name, d.preset, d.hook_key AS "hookKey", d.status,
  d.disabled_reason AS "disabledReason", d.outbound_url AS "outboundUrl", d.mapping, d.revision, d.created_at AS "createdAt"`;

export const findDesks = (tx: Queries, engagementId: string): Promise<DeskRow[]> =>
  rowsOf(tx, `SELECT ${deskColumns} FROM tickets.desks d WHERE d.engagement_id = $1 ORDER BY d.created_at, d.id`, [engagementId]);

/**
 * The desk of a line that is told of a ticket: the one that knows it, else the oldest active one with an address, else one that is
 * paused or disabled, whose rows wait.
 */
export function toldDesk(desks: readonly DeskRow[], line: Line, bonded: ReadonlySet<string>): DeskRow | null {
  const reachable = desks.filter((desk) => desk.line === line && desk.outboundUrl !== null);
  return reachable.find((desk) => bonded.has(desk.id)) ?? reachable.find((desk) => desk.status === 'active') ?? reachable[0] ?? null;
}
