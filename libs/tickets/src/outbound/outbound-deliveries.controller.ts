import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { Clock, decodeCursor, DueWork, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { listOf } from '../desks/desk-schemas';
import { instantOrNull, instantText, rowOf, rowsOf } from '../rows-of';
import { deliverWork } from './outbound-queue.service';
import { outboundType } from './outbound-payload';

const status = z.enum(['pending', 'delivered', 'failed']);
export const outboundDelivery = z.object({
  id: z.uuid(),
  deskId: z.uuid(),
  deskKey: z.string(),
  ticketId: z.uuid(),
  ticketReference: z.string(),
  type: outboundType,
  status,
  attempts: z.int(),
  dueAt: z.string().nullable(),
  lastStatus: z.int().nullable(),
  cause: z.string().nullable(),
  createdAt: z.string(),
  deliveredAt: z.string().nullable(),
});
const outboundQuery = pageQuery.extend({ deskId: z.uuid().optional(), ticketId: z.uuid().optional(), status: status.optional() });
const deliveryParam = z.object({ deliveryId: z.uuid() });
const cursorSchema = z.string().regex(/^\d{1,18}$/);

interface Row extends Omit<z.output<typeof outboundDelivery>, 'dueAt' | 'createdAt' | 'deliveredAt'> {
  readonly dueAt: Date | null;
  readonly createdAt: Date;
  readonly deliveredAt: Date | null;
  readonly sequence: string;
}
const select = `SELECT o.id, o.desk_id AS "deskId", d.key AS "deskKey", o.ticket_id AS "ticketId", 'T-' || t.number AS "ticketReference", o.type, o.status, o.attempts,
    o.due_at AS "dueAt", o.last_status AS "lastStatus", o.cause, o.created_at AS "createdAt", o.delivered_at AS "deliveredAt", o.sequence
  FROM tickets.outbound_deliveries o JOIN tickets.desks d ON d.id = o.desk_id JOIN tickets.tickets t ON t.id = o.ticket_id`;
const view = ({ sequence: _, dueAt, createdAt, deliveredAt, ...row }: Row) => ({
  ...row,
  dueAt: instantOrNull(dueAt),
  createdAt: instantText(createdAt),
  deliveredAt: instantOrNull(deliveredAt),
});

@Controller('api/tickets/v1/outbound-deliveries')
export class OutboundDeliveriesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({ summary: 'What the desks were told, newest first', allow: 'desk:read', returns: listOf(outboundDelivery) })
  list(@CurrentCaller() caller: Caller, @Query({ schema: outboundQuery }) query: z.output<typeof outboundQuery>) {
    const after = query.cursor === undefined ? null : decodeCursor(cursorSchema, query.cursor);
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const rows = await rowsOf<Row>(
        tx,
        `${select} WHERE o.engagement_id = $1 AND ($2::uuid IS NULL OR o.desk_id = $2) AND ($3::uuid IS NULL OR o.ticket_id = $3)
           AND ($4::text IS NULL OR o.status = $4) AND ($5::bigint IS NULL OR o.sequence < $5)
         ORDER BY o.sequence DESC LIMIT $6`,
        [caller.engagementId, query.deskId ?? null, query.ticketId ?? null, query.status ?? null, after, query.limit + 1],
      );
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return { items: page.map(view), nextCursor: rows.length > query.limit && last ? encodeCursor(last.sequence) : null };
    });
  }

  @Post(':deliveryId/resends')
  @Endpoint({
    summary: 'Send a delivery again now, with a new schedule; the receiver knows it by the same id',
    allow: 'desk:manage',
    returns: outboundDelivery,
    status: 202,
  })
  resend(@CurrentCaller() caller: Caller, @Param({ schema: deliveryParam }) { deliveryId }: z.output<typeof deliveryParam>) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.find(tx, caller, deliveryId);
      await tx.query(
        `UPDATE tickets.outbound_deliveries SET status = 'pending', attempts = 0, due_at = $2, delivered_at = NULL, cause = NULL WHERE id = $1`,
        [deliveryId, this.clock.now().toJSDate()],
      );
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'delivery.resent',
        subject: deliveryId,
        before: { status: before.status, attempts: before.attempts },
      });
      await this.dueWork.wakeNow(deliverWork);
      return view(await this.find(tx, caller, deliveryId));
    });
  }

  private async find(tx: EntityManager, caller: Caller, deliveryId: string): Promise<Row> {
    const row = await rowOf<Row>(tx, `${select} WHERE o.engagement_id = $1 AND o.id = $2`, [caller.engagementId, deliveryId]);
    if (row === null) throw Problem.notFound('delivery');
    return row;
  }
}
