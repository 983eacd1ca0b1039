import { Injectable } from '@nestjs/common';
import { Audit, type Caller } from '@slipway/access';
import { windowBooked } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, databaseCodeOf, DueWork, newId, Problem } from '@slipway/service-host';
import { DateTime } from 'luxon';
import { type EntityManager, In } from 'typeorm';
import { instantText, millisecondsOf } from '../instant-text';
import type { ReleaseEntity } from '../releases/release.entity';
import { isOpen, Releases } from '../releases/releases.service';
import { StaleReleases } from '../releases/stale-releases.service';
import { coverView } from '../windows/answer-search';
import type { Assessment } from '../windows/assess-window';
import { WindowInputReader } from '../windows/window-inputs.service';
import { WindowSearches } from '../windows/window-search.service';
import type { WindowWish } from '../windows/window-schema';
import { BookingEntity } from './booking.entity';
import type { BookingInput } from './booking-schema';
import { holdsWork } from './expire-holds.job';

const reachMs = 366 * 86_400_000;
const exclusionViolation = '23P01';
const uniqueViolation = '23505';

/** Proposes windows and books them once both sides confirmed; judged by the rules of the search each time. */
@Injectable()
export class Bookings {
  constructor(
    private readonly releases: Releases,
    private readonly searches: WindowSearches,
    private readonly inputs: WindowInputReader,
    private readonly stale: StaleReleases,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly dueWork: DueWork,
    private readonly clock: Clock,
  ) {}

  /** Proposing confirms for the side of the caller. */
  async propose(
    tx: EntityManager,
    caller: Caller,
    releaseId: string,
    input: BookingInput,
  ): Promise<{ booking: BookingEntity; release: ReleaseEntity }> {
    const { engagementId } = caller;
    const release = await this.releases.requireAlone(tx, engagementId, releaseId);
    if (!isOpen(release))
      throw Problem.conflict('release-closed', `The release is ${release.status}.`, 'Windows are booked before a release goes live.');
    await this.refuseSecond(tx, releaseId);
    const { wish: planned } = await this.releases.plan(tx, releaseId);
    const wish = { ...planned, parts: input.parts ?? planned.parts };
    const startMs = this.soundStart(input.startAt);
    const { window } = await this.requirePossible(tx, release, wish, startMs);
    const facts = await this.inputs.facts(tx, engagementId);
    const now = this.clock.now();
    const holdUntil = DateTime.min(now.plus({ hours: input.holdHours }), DateTime.fromMillis(startMs, { zone: 'utc' }));
    const booking = tx.create(BookingEntity, {
      id: newId(),
      engagementId,
      releaseId,
      environment: release.environment,
      revision: 1,
      status: 'proposed',
      startAt: DateTime.fromMillis(window.startMs, { zone: 'utc' }),
      endAt: DateTime.fromMillis(window.endMs, { zone: 'utc' }),
      zone: facts.client.zone,
      parts: wish.parts,
      score: window.score,
      scoreParts: window.parts,
      cover: coverView(window.cover),
      proposedBy: caller.personId,
      proposedSide: caller.side,
      proposedAt: now,
      holdUntil,
      confirmedClient: caller.side === 'client' ? caller.personId : null,
      confirmedVendor: caller.side === 'vendor' ? caller.personId : null,
      bookedAt: null,
      endedAt: null,
      endReason: null,
    });
    await this.insert(tx, booking);
    await this.dueWork.wakeAt(holdsWork, holdUntil);
    await this.stale.mark(tx, { engagementId, because: `a window of ${release.environment} was proposed for ${release.name}` });
    await this.audit.record(tx, {
      engagementId,
      actor: caller,
      action: 'booking.proposed',
      subject: booking.id,
      after: { releaseId, startAt: instantText(booking.startAt), endAt: instantText(booking.endAt) },
    });
    return { booking, release };
  }

  /** Confirms for the side of the caller; once both sides did, the window is booked. Confirming twice changes nothing. */
  async confirm(tx: EntityManager, caller: Caller, booking: BookingEntity, release: ReleaseEntity): Promise<BookingEntity> {
    const { engagementId, releaseId, environment } = booking;
    const now = this.clock.now();
    if (booking.status === 'withdrawn' || booking.status === 'expired' || (booking.holdUntil !== null && booking.holdUntil <= now)) {
      const what = booking.status === 'proposed' ? 'expired' : booking.status;
      throw Problem.conflict('booking-ended', `This window is ${what}.`, 'Propose a window again.');
    }
    if ((caller.side === 'client' ? booking.confirmedClient : booking.confirmedVendor) !== null) return booking;
    const { wish } = await this.releases.plan(tx, releaseId);
    await this.requirePossible(tx, release, { ...wish, parts: booking.parts }, booking.startAt.toMillis());
    const confirmed = caller.side === 'client' ? { confirmedClient: caller.personId } : { confirmedVendor: caller.personId };
    const after = { ...booking, ...confirmed, revision: booking.revision + 1 };
    const { confirmedClient, confirmedVendor } = after;
    const both = confirmedClient !== null && confirmedVendor !== null;
    const change = both
      ? { ...confirmed, revision: after.revision, status: 'booked' as const, bookedAt: now, holdUntil: null }
      : { ...confirmed, revision: after.revision };
    await tx.update(BookingEntity, { id: booking.id }, change);
    await this.stale.mark(tx, { engagementId, because: `a window of ${environment} was booked for ${release.name}` });
    await this.audit.record(tx, {
      engagementId,
      actor: caller,
      action: both ? 'booking.booked' : 'booking.confirmed',
      subject: booking.id,
      before: { status: booking.status },
      after: { side: caller.side },
    });
    if (both) {
      await this.outbox.add(tx, windowBooked, {
        engagementId,
        releaseId,
        bookingId: booking.id,
        environment,
        startAt: instantText(booking.startAt),
        endAt: instantText(booking.endAt),
        zone: booking.zone,
        confirmedBy: { client: confirmedClient, vendor: confirmedVendor },
        bookedAt: instantText(now),
      });
    }
    return { ...after, ...change };
  }

  private async refuseSecond(tx: EntityManager, releaseId: string): Promise<void> {
    const active = await tx.findOneBy(BookingEntity, { releaseId, status: In(['proposed', 'booked']) });
    if (active) throw hasBooking(active);
  }

  private soundStart(startAt: string): number {
    const startMs = millisecondsOf(startAt);
    if (startMs % 60_000 !== 0) throw Problem.invalid('startAt', 'A window starts on a whole minute.', 'Drop seconds and milliseconds.');
    const nowMs = this.clock.now().toMillis();
    if (startMs < nowMs)
      throw Problem.unprocessable('window-is-past', 'The window would start in the past.', 'Choose a later start.', 'startAt');
    if (startMs > nowMs + reachMs)
      throw Problem.unprocessable('window-too-far', 'The window is more than a year away.', 'Choose an earlier start.', 'startAt');
    return startMs;
  }

  /** @throws Problem 409 with the other's interval when the environment is taken, 422 with every reason otherwise */
  private async requirePossible(tx: EntityManager, release: ReleaseEntity, wish: WindowWish, startMs: number): Promise<Assessment> {
    const assessment = await this.searches.assess(tx, this.releases.subjectOf(release, wish), wish, startMs);
    const { conflicts } = assessment;
    if (conflicts.length === 0) return assessment;
    for (const conflict of conflicts) {
      if (conflict.kind !== 'closure' || conflict.closure.kind !== 'booking') continue;
      const { id, startMs: from, endMs: to } = conflict.closure;
      throw overlap({ bookingId: id, startAt: instantText(from), endAt: instantText(to) });
    }
    const texts = conflicts.map(({ text }) => text);
    throw new Problem({
      status: 422,
      code: 'window-refused',
      detail: `The window is not possible: ${texts.slice(0, 3).join('; ')}.`,
      remedy: 'Take one of the recommended windows, or search again.',
      field: 'startAt',
      extensions: { conflicts: conflicts.map(({ kind, text }) => ({ kind, text })) },
    });
  }

  private async insert(tx: EntityManager, booking: BookingEntity): Promise<void> {
    await tx.query('SAVEPOINT booking');
    try {
      await tx.insert(BookingEntity, booking);
    } catch (error) {
      await tx.query('ROLLBACK TO SAVEPOINT booking');
      const code = databaseCodeOf(error);
      const { engagementId, releaseId, environment, startAt, endAt } = booking;
      if (code === uniqueViolation) await this.refuseSecond(tx, releaseId);
      if (code !== exclusionViolation) throw error;
      const [other] = await this.inputs
        .bookings(tx, engagementId, { startMs: startAt.toMillis(), endMs: endAt.toMillis() }, null)
        .then((rows) => rows.filter((row) => row.environment === environment));
      throw overlap(other ? { bookingId: other.id, startAt: instantText(other.startAt), endAt: instantText(other.endAt) } : null);
    }
    await tx.query('RELEASE SAVEPOINT booking');
  }
}

function overlap(other: { bookingId: string; startAt: string; endAt: string } | null): Problem {
  return new Problem({
    status: 409,
    code: 'window-overlaps',
    detail: other ? `The environment is taken from ${other.startAt} to ${other.endAt}.` : 'The environment is taken at that time.',
    remedy: 'Choose a window that does not overlap it, or have it withdrawn.',
    field: 'startAt',
    extensions: { other },
  });
}

function hasBooking({ id, status, startAt, endAt }: BookingEntity): Problem {
  return new Problem({
    status: 409,
    code: 'release-has-booking',
    detail: `The release already has a window that is ${status}: ${instantText(startAt)} to ${instantText(endAt)}.`,
    remedy: 'Confirm it, or withdraw it first.',
    extensions: { other: { bookingId: id, startAt: instantText(startAt), endAt: instantText(endAt) } },
  });
}
