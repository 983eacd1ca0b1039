import { Controller, Get, Query, type Type } from '@nestjs/common';
import { ServiceDatabase, decodeCursor, encodeCursor } from '@slipway/service-host';
import { z } from 'zod';
import type { Caller } from '../caller/caller';
import { CurrentCaller } from '../endpoint/current-caller.guard';
import { Endpoint } from '../endpoint/endpoint.guard';
import { auditPage, auditQuery, chainAnswer } from './audit-answers';
import { Audit } from './audit.service';

/** The audit log of one service over REST. */
export function auditControllerFor(service: string): Type<unknown> {
  @Controller(`api/${service}/v1/audit`)
  class AuditController {
    constructor(
      private readonly db: ServiceDatabase,
      private readonly audit: Audit,
    ) {}

    @Get()
    @Endpoint({ summary: 'Who changed what, newest first', allow: 'audit:read', returns: auditPage })
    async list(@CurrentCaller() caller: Caller, @Query({ schema: auditQuery }) query: z.output<typeof auditQuery>) {
      const beforeSequence = query.cursor === undefined ? undefined : decodeCursor(z.int().positive(), query.cursor);
      const entries = await this.db.inEngagement(caller.engagementId, (tx) =>
        this.audit.list(tx, caller.engagementId, { ...query, beforeSequence, limit: query.limit + 1 }),
      );
      const items = entries.slice(0, query.limit);
      return { items, nextCursor: entries.length > items.length ? encodeCursor(items.at(-1)?.sequence) : null };
    }

    @Get('verification')
    @Endpoint({
      summary: 'Check that no entry was changed, moved or removed',
      description: 'Recomputes the chain of hashes from the first entry of the engagement.',
      allow: 'audit:read',
      returns: chainAnswer,
    })
    verify(@CurrentCaller() caller: Caller) {
      return this.db.inEngagement(caller.engagementId, (tx) => this.audit.verify(tx, caller.engagementId));
    }
  }
  return AuditController;
}
