import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint } from '@slipway/access';
import { decodeCursor, encodeCursor, pageQuery, Problem, ServiceDatabase } from '@slipway/service-host';
import { type EntityManager, In, LessThan } from 'typeorm';
import { z } from 'zod';
import { ReleaseEntity } from '../releases/release.entity';
import { Releases } from '../releases/releases.service';
import { idParam, releaseParam } from '../schema-parts';
import { BookingEntity } from './booking.entity';
import {
  bookingInput,
  type BookingInput,
  bookingResponse,
  bookingsQuery,
  bookingsResponse,
  type BookingView,
  withdrawalInput,
} from './booking-schema';
import { bookingView } from './booking-view';
import { Bookings } from './bookings.service';
import { EndedBookings } from './ended-bookings.service';

const listQuery = pageQuery.extend(bookingsQuery.shape);

@Controller('api/scheduler/v1')
export class BookingsController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly bookings: Bookings,
    private readonly ended: EndedBookings,
    private readonly releases: Releases,
  ) {}

  @Get('bookings')
  @Endpoint({ summary: 'Bookings, newest first', allow: 'window:read', returns: bookingsResponse })
  list(@CurrentCaller() caller: Caller, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.page(tx, caller, query));
  }

  @Get('releases/:releaseId/bookings')
  @Endpoint({ summary: 'Bookings of a release, newest first', allow: 'window:read', returns: bookingsResponse })
  listOfRelease(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ) {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      await this.releases.require(tx, caller.engagementId, releaseId);
      return this.page(tx, caller, { ...query, releaseId });
    });
  }

  @Post('releases/:releaseId/bookings')
  @Endpoint({
    summary: 'Propose a window for a release',
    description:
      'Judged by the rules of the search; proposing confirms for the own side. It is held for holdHours and booked once the release manager of the other side confirms.',
    allow: 'window:confirm',
    returns: bookingResponse,
    creates: true,
  })
  propose(
    @CurrentCaller() caller: Caller,
    @Param({ schema: releaseParam }) { releaseId }: z.output<typeof releaseParam>,
    @Body({ schema: bookingInput }) input: BookingInput,
  ): Promise<BookingView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const { booking, release } = await this.bookings.propose(tx, caller, releaseId, input);
      return bookingView(booking, release.name);
    });
  }

  @Get('bookings/:id')
  @Endpoint({ summary: 'One booking', allow: 'window:read', returns: bookingResponse })
  get(@CurrentCaller() caller: Caller, @Param({ schema: idParam }) { id }: z.output<typeof idParam>): Promise<BookingView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const booking = await tx.findOneBy(BookingEntity, { id, engagementId: caller.engagementId });
      if (!booking) throw Problem.notFound('booking');
      const release = await this.releases.require(tx, caller.engagementId, booking.releaseId);
      return bookingView(booking, release.name);
    });
  }

  @Post('bookings/:id/confirmations')
  @Endpoint({ summary: 'Confirm a proposed window for the own side', allow: 'window:confirm', returns: bookingResponse, status: 200 })
  confirm(@CurrentCaller() caller: Caller, @Param({ schema: idParam }) { id }: z.output<typeof idParam>): Promise<BookingView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const { booking, release } = await this.locked(tx, caller, id);
      return bookingView(await this.bookings.confirm(tx, caller, booking, release), release.name);
    });
  }

  @Post('bookings/:id/withdrawal')
  @Endpoint({ summary: 'Withdraw a window, with the reason', allow: 'window:confirm', returns: bookingResponse, status: 200 })
  withdraw(
    @CurrentCaller() caller: Caller,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Body({ schema: withdrawalInput }) { reason }: z.output<typeof withdrawalInput>,
  ): Promise<BookingView> {
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const { booking, release } = await this.locked(tx, caller, id);
      if (booking.status === 'withdrawn' || booking.status === 'expired') {
        throw Problem.conflict('booking-ended', `This window is already ${booking.status}.`, 'Nothing is left to withdraw.');
      }
      return bookingView(await this.ended.end(tx, booking, 'withdrawn', reason, caller), release.name);
    });
  }

  private async locked(tx: EntityManager, caller: Caller, id: string): Promise<{ booking: BookingEntity; release: ReleaseEntity }> {
    const { engagementId } = caller;
    const found = await tx.findOneBy(BookingEntity, { id, engagementId });
    if (!found) throw Problem.notFound('booking');
    const release = await this.releases.requireAlone(tx, engagementId, found.releaseId);
    const booking = await tx.findOneByOrFail(BookingEntity, { id, engagementId });
    return { booking, release };
  }

  private async page(
    tx: EntityManager,
    { engagementId }: Caller,
    query: z.output<typeof pageQuery> & z.output<typeof bookingsQuery>,
  ): Promise<z.output<typeof bookingsResponse>> {
    const before = query.cursor === undefined ? undefined : decodeCursor(z.uuid(), query.cursor);
    const { releaseId, environment, status, limit } = query;
    const rows = await tx.find(BookingEntity, {
      where: {
        engagementId,
        ...(releaseId === undefined ? {} : { releaseId }),
        ...(environment === undefined ? {} : { environment }),
        ...(status === undefined ? {} : { status }),
        ...(before === undefined ? {} : { id: LessThan(before) }),
      },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    const page = rows.slice(0, limit);
    const releases = await tx.findBy(ReleaseEntity, { engagementId, releaseId: In(page.map((row) => row.releaseId)) });
    const names = new Map(releases.map((release) => [release.releaseId, release.name]));
    return {
      items: page.map((row) => bookingView(row, names.get(row.releaseId) ?? '')),
      nextCursor: rows.length > page.length ? encodeCursor(page.at(-1)?.id) : null,
    };
  }
}
