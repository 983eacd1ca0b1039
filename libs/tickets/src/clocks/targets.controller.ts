import { Body, Controller, Get, Put } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { Problem, ServiceDatabase } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { targetFaults, type Targets, targetsInput, targetsView } from './targets';
import { TicketClocks } from './ticket-clocks.service';

@Controller('api/tickets/v1/targets')
export class TargetsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clocks: TicketClocks,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Endpoint({ summary: 'The agreed targets and the calendars that they count by', allow: 'ticket:read', returns: targetsView })
  get(@CurrentCaller() caller: Caller) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.read(tx, caller));
  }

  @Put()
  @Endpoint({
    summary: 'Agree on other targets; tickets opened from now on count by them',
    allow: 'target:manage',
    returns: targetsView,
    ifMatch: true,
  })
  put(@CurrentCaller() caller: Caller, @IfMatch() ifMatch: string, @Body({ schema: targetsInput }) body: Targets) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`targets:${caller.engagementId}`]);
      const before = await this.read(tx, caller);
      requireRevision(ifMatch, before.revision);
      const [fault] = targetFaults(body, await this.clocks.places(tx, caller.engagementId));
      if (fault) throw Problem.invalid(fault.field, fault.detail, fault.remedy);
      await tx.query(
        `INSERT INTO tickets.targets AS t (engagement_id, targets, revision) VALUES ($1, $2, $3) ON CONFLICT (engagement_id) DO UPDATE SET targets = $2, revision = $3`,
        [caller.engagementId, JSON.stringify(body), before.revision + 1],
      );
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'targets.changed',
        subject: caller.engagementId,
        before,
        after: body,
      });
      return this.read(tx, caller);
    });
  }

  private async read(tx: EntityManager, caller: Caller) {
    const { targets, revision } = await this.clocks.targets(tx, caller.engagementId);
    return { ...targets, revision };
  }
}
