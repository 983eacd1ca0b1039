import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { Audit, type Caller, CurrentCaller, Endpoint, IfMatch, requireRevision } from '@slipway/access';
import { decodeCursor, encodeCursor, pageQuery, ServiceDatabase } from '@slipway/service-host';
import { In, MoreThan } from 'typeorm';
import { z } from 'zod';
import { BookingEntity } from '../bookings/booking.entity';
import { instantText } from '../instant-text';
import { releaseParam } from '../schema-parts';
import { windowPlanInput, windowPlanResponse, type WindowWish } from '../windows/window-schema';
import { ReleaseEntity } from './release.entity';
import { releasesResponse } from './release-schema';
import { Releases } from './releases.service';
import { StaleReleases } from './stale-releases.service';

@Controller('api/scheduler/v1/releases')
export class ReleasesController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly releases: Releases,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Endpoint({ summary: 'Releases as the scheduler knows them, with their booking', allow: 'window:read', returns: releasesResponse })
  list(
    @CurrentCaller() { engagementId }: Caller,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Promise<z.output<typeof releasesResponse>> {
    const after = query.cursor === undefined ? undefined : decodeCursor(z.uuid(), query.cursor);
    return this.db.inEngagement(engagementId, async (tx) => {
      const rows = await tx.find(ReleaseEntity, {
        where: { engagementId, ...(after === undefined ? {} : { releaseId: MoreThan(after) }) },
        order: { releaseId: 'ASC' },
        take: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const bookings = await tx.findBy(BookingEntity, {
        engagementId,
        releaseId: In(page.map(({ releaseId }) => releaseId)),
        status: In(['proposed', 'booked']),
      });
      return {
        items: page.map(({ releaseId, name, environment, status, ready, features }) => {
          const booking = bookings.find((candidate) => candidate.releaseId === releaseId);
          return {
            releaseId,
            name,
            environment,
            status,
            ready,
            features,
            booking: booking
              ? {
                  id: booking.id,
                  status: booking.status as 'proposed' | 'booked',
                  startAt: instantText(booking.startAt),
                  endAt: instantText(booking.endAt),
                }
              : null,
          };
        }),
        nextCursor: rows.length > page.length ? encodeCursor(page.at(-1)?.releaseId) : null,
      };
    });
  }

  @Get(':releaseId/window-plan')
  @Endpoint({ summary: 'What the windows of a release should be like', allow: 'window:read', returns: windowPlanResponse })
  plan(@CurrentCaller() { engagementId }: Caller, @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>) {
    return this.db.inEngagement(engagementId, async (tx) => {
      await this.releases.require(tx, engagementId, releaseId);
      const { revision, wish } = await this.releases.plan(tx, releaseId);
      return { ...wish, releaseId, revision };
    });
  }

  @Put(':releaseId/window-plan')
  @Endpoint({
    summary: 'Set what the windows of a release should be like',
    allow: 'window:plan',
    returns: windowPlanResponse,
    ifMatch: true,
  })
  setPlan(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Body({ schema: windowPlanInput }) wish: WindowWish,
  ) {
    const { engagementId } = caller;
    return this.db.inEngagement(engagementId, async (tx) => {
      await this.releases.requireAlone(tx, engagementId, releaseId);
      const before = await this.releases.plan(tx, releaseId);
      requireRevision(ifMatch, before.revision);
      const revision = before.revision + 1;
      await tx.query(
        `INSERT INTO scheduler.window_plans (release_id, engagement_id, revision, wish) VALUES ($1, $2, $3, $4)
         ON CONFLICT (release_id) DO UPDATE SET revision = excluded.revision, wish = excluded.wish`,
        [releaseId, engagementId, revision, JSON.stringify(wish)],
      );
      await this.stale.mark(tx, { engagementId, releaseId, because: 'the wishes for the window changed' });
      await this.audit.record(tx, {
        engagementId,
        actor: caller,
        action: 'window-plan.changed',
        subject: releaseId,
        before: before.wish,
        after: wish,
      });
      return { ...wish, releaseId, revision };
    });
  }
}
