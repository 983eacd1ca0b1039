import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { Clock, decodeCursor, DueWork, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { listOf } from '../desks/desk-schemas';
import { instantText, rowOf, rowsOf } from '../rows-of';
import { lineOf, storable } from '../ticket-words';
import { processWork } from './intake.service';

const status = z.enum(['received', 'processed', 'ignored', 'failed']);
export const inboundDelivery = z.object({
  id: z.uuid(),
  deskId: z.uuid(),
  deskKey: z.string(),
  receivedAt: z.string(),
  status,
  cause: z.string().nullable(),
  attempts: z.int(),
  ticketIds: z.array(z.uuid()),
  bytes: z.int(),
});
const inboundDeliveryDetail = inboundDelivery.extend({ headers: z.record(z.string(), z.string()), body: z.string() });
const inboundQuery = pageQuery.extend({ deskId: z.uuid().optional(), status: status.optional() });
const deliveryParam = z.object({ deliveryId: z.uuid() });
const cursorSchema = z.string().regex(/^\d{1,18}$/);

interface Row extends Omit<z.output<typeof inboundDelivery>, 'receivedAt'> {
  readonly receivedAt: Date;
  readonly sequence: string;
}
const columns = `i.id, i.desk_id AS "deskId", d.key AS "deskKey", i.received_at AS "receivedAt", i.status, i.cause, i.attempts,
  i.ticket_ids AS "ticketIds", octet_length(i.body) AS bytes, i.sequence`;
const view = ({ sequence: _, receivedAt, ...row }: Row) => ({ ...row, receivedAt: instantText(receivedAt) });

/** What a side's own desks sent; the other side's may hold its private notes and is never shown. */
@Controller('api/tickets/v1/inbound-deliveries')
export class InboundDeliveriesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({ summary: "What your side's desks sent, newest first", allow: 'desk:read', returns: listOf(inboundDelivery) })
  list(@CurrentCaller() caller: Caller, @Query({ schema: inboundQuery }) query: z.output<typeof inboundQuery>) {
    const after = query.cursor === undefined ? null : decodeCursor(cursorSchema, query.cursor);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const rows = await rowsOf<Row>(
        tx,
        `SELECT ${columns} FROM tickets.inbound_deliveries i JOIN tickets.desks d ON d.id = i.desk_id
         WHERE i.engagement_id = $1 AND d.line = $2 AND ($3::uuid IS NULL OR i.desk_id = $3) AND ($4::text IS NULL OR i.status = $4) AND ($5::bigint IS NULL OR i.sequence < $5)
         ORDER BY i.sequence DESC LIMIT $6`,
        [caller.engagementId, lineOf(caller.side), query.deskId ?? null, query.status ?? null, after, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return { items: page.map(view), nextCursor: rows.length > query.limit && last ? encodeCursor(last.sequence) : null };
    });
  }

  @Get(':deliveryId')
  @Endpoint({ summary: 'A delivery with its body', allow: 'desk:read', returns: inboundDeliveryDetail })
  get(@CurrentCaller() caller: Caller, @Param({ schema: deliveryParam }) { deliveryId }: z.output<typeof deliveryParam>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const row = await this.find(tx, caller, deliveryId);
      const content = await rowOf<{ headers: Record<string, string>; body: Buffer }>(
        tx,
        'SELECT headers, body FROM tickets.inbound_deliveries WHERE id = $1',
        [deliveryId],
      );
      return { ...view(row), headers: content?.headers ?? {}, body: storable(content?.body.toString('utf8') ?? '', 1_048_576) };
    });
  }

  @Post(':deliveryId/retries')
  @Endpoint({ summary: 'Process a failed or ignored delivery again', allow: 'desk:manage', returns: inboundDelivery, status: 202 })
  retry(@CurrentCaller() caller: Caller, @Param({ schema: deliveryParam }) { deliveryId }: z.output<typeof deliveryParam>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const row = await this.find(tx, caller, deliveryId);
      if (row.status !== 'failed' && row.status !== 'ignored') {
        throw Problem.conflict('not-failed', `The delivery is ${row.status}.`, 'Only failed and ignored ones can be processed again.');
      }
      await tx.query(
        `UPDATE tickets.inbound_deliveries SET status = 'received', cause = NULL, attempts = 0, due_at = $2 WHERE id = $1 AND status = $3`,
        [deliveryId, this.clock.now().toJSDate(), row.status],
      );
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'delivery.retried',
        subject: deliveryId,
        before: { status: row.status, cause: row.cause },
      });
      await this.dueWork.wakeNow(processWork);
      return view(await this.find(tx, caller, deliveryId));
    });
  }

  private async find(tx: EntityManager, caller: Caller, deliveryId: string): Promise<Row> {
    const row = await rowOf<Row>(
      tx,
      `SELECT ${columns} FROM tickets.inbound_deliveries i JOIN tickets.desks d ON d.id = i.desk_id WHERE i.engagement_id = $1 AND d.line = $2 AND i.id = $3`,
      [caller.engagementId, lineOf(caller.side), deliveryId],
    );
    if (row === null) throw Problem.notFound('delivery');
    return row;
  }
}
