import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { DueWork, Problem, ServiceDatabase } from '@slipway/service-host';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { listOf } from '../desks/desk-schemas';
import { hypercareExit, hypercarePatch, hypercareView, type HypercareView, releaseParam } from './hypercare-schemas';
import { HypercareService, hypercareWork } from './hypercare.service';

type ReleaseId = z.output<typeof releaseParam>;

@Controller('api/tickets/v1/hypercare')
export class HypercareController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly hypercare: HypercareService,
    private readonly dueWork: DueWork,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Endpoint({ summary: 'The watches of releases that went live, newest first', allow: 'ticket:read', returns: listOf(hypercareView) })
  list(@CurrentCaller() caller: Caller) {
    return this.db.inEngagement(caller.engagementId, async (tx) => ({
      items: await this.hypercare.list(tx, caller.engagementId),
      nextCursor: null,
    }));
  }

  @Get(':releaseId')
  @Endpoint({ summary: "A release's hypercare, and what speaks against ending it", allow: 'ticket:read', returns: hypercareView })
  get(@CurrentCaller() caller: Caller, @Param({ schema: releaseParam }) { releaseId }: ReleaseId): Promise<HypercareView> {
    return this.db.inEngagement(caller.engagementId, (tx) => this.hypercare.get(tx, caller.engagementId, releaseId));
  }

  @Patch(':releaseId')
  @Endpoint({ summary: 'Agree on other limits', allow: 'hypercare:manage', returns: hypercareView, ifMatch: true })
  change(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseId,
    @IfMatch() ifMatch: string,
    @Body({ schema: hypercarePatch }) patch: z.output<typeof hypercarePatch>,
  ): Promise<HypercareView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.active(tx, caller, releaseId, ifMatch);
      const until = DateTime.fromISO(patch.until ?? before.until, { zone: 'utc' });
      await tx.query(
        'UPDATE tickets.hypercare SET limit_per_hour = $2, until = $3, due_at = $3, quiet_hours = $4, revision = revision + 1 WHERE release_id = $1',
        [releaseId, patch.limitPerHour ?? before.limitPerHour, until.toJSDate(), patch.quietHours ?? before.quietHours],
      );
      const { limitPerHour, quietHours } = before;
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'hypercare.changed',
        subject: releaseId,
        before: { limitPerHour, quietHours, until: before.until },
        after: patch,
      });
      await this.dueWork.wakeAt(hypercareWork, until);
      return this.hypercare.get(tx, caller.engagementId, releaseId);
    });
  }

  @Post(':releaseId/exits')
  @Endpoint({ summary: 'End hypercare when its exit rule is met', allow: 'hypercare:manage', returns: hypercareView, ifMatch: true })
  exit(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: ReleaseId,
    @IfMatch() ifMatch: string,
    @Body({ schema: hypercareExit }) body: z.output<typeof hypercareExit>,
  ): Promise<HypercareView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const before = await this.active(tx, caller, releaseId, ifMatch);
      if (!before.exit.met) {
        throw new Problem({
          status: 409,
          code: 'exit-rule-unmet',
          detail: `Hypercare cannot end: ${before.exit.blockers.join('; ')}.`,
          remedy: 'Do away with the blockers, or agree on another end.',
          extensions: { blockers: before.exit.blockers },
        });
      }
      await this.hypercare.end(tx, caller.engagementId, releaseId, body.reason, caller);
      return this.hypercare.get(tx, caller.engagementId, releaseId);
    });
  }

  private async active(tx: EntityManager, caller: Caller, releaseId: string, ifMatch: string): Promise<HypercareView> {
    await tx.query('SELECT 1 FROM tickets.hypercare WHERE engagement_id = $1 AND release_id = $2 FOR UPDATE', [
      caller.engagementId,
      releaseId,
    ]);
    const view = await this.hypercare.get(tx, caller.engagementId, releaseId);
    requireRevision(ifMatch, view.revision);
    if (view.status === 'ended') throw Problem.conflict('hypercare-ended', 'Hypercare has ended.', 'Nothing needs to be done.');
    return view;
  }
}
