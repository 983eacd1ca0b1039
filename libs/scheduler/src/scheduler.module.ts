import { Module } from '@nestjs/common';
import { AccessModule } from '@slipway/access';
import { MessagingModule } from '@slipway/messaging';
import { ServiceHostModule } from '@slipway/service-host';
import { BookingEntity } from './bookings/booking.entity';
import { BookingsController } from './bookings/bookings.controller';
import { Bookings } from './bookings/bookings.service';
import { EndedBookings } from './bookings/ended-bookings.service';
import { ExpireHoldsJob } from './bookings/expire-holds.job';
import { BusyTimes } from './calendars/busy-times.service';
import { CalendarsController } from './calendars/calendars.controller';
import { FreezeEntity } from './freezes/freeze.entity';
import { FreezesController } from './freezes/freezes.controller';
import { LoadClosedConsumer } from './load/load-closed.consumer';
import { LoadHours } from './load/load-hours.service';
import { LoadProfiles } from './load/load-profiles.service';
import { LoadController } from './load/load.controller';
import { UploadParser } from './parsing/upload-parser.service';
import { PeopleController } from './people/people.controller';
import { People } from './people/people.service';
import { CalendarController } from './planning/calendar.controller';
import { RecommendDueJob } from './recommendations/recommend-due.job';
import { RecommendationEntity } from './recommendations/recommendation.entity';
import { RecommendationsController } from './recommendations/recommendations.controller';
import { Recommendations } from './recommendations/recommendations.service';
import { ReleaseEntity } from './releases/release.entity';
import { ReleasesConsumer } from './releases/releases.consumer';
import { ReleasesController } from './releases/releases.controller';
import { Releases } from './releases/releases.service';
import { StaleReleases } from './releases/stale-releases.service';
import { UserGroupEntity } from './users/user-group.entity';
import { UserGroupsController } from './users/user-groups.controller';
import { WindowInputReader } from './windows/window-inputs.service';
import { WindowSearches } from './windows/window-search.service';
import { WindowSearchesController } from './windows/window-searches.controller';

export const schedulerEntities = [BookingEntity, FreezeEntity, RecommendationEntity, ReleaseEntity, UserGroupEntity];

@Module({
  imports: [
    ServiceHostModule.forService({ name: 'scheduler', entities: schedulerEntities }),
    MessagingModule.forService('scheduler'),
    AccessModule.forService('scheduler'),
  ],
  controllers: [
    BookingsController,
    CalendarController,
    CalendarsController,
    FreezesController,
    LoadController,
    PeopleController,
    RecommendationsController,
    ReleasesController,
    UserGroupsController,
    WindowSearchesController,
    LoadClosedConsumer,
    ReleasesConsumer,
  ],
  providers: [
    Bookings,
    BusyTimes,
    EndedBookings,
    ExpireHoldsJob,
    LoadHours,
    LoadProfiles,
    People,
    RecommendDueJob,
    Recommendations,
    Releases,
    StaleReleases,
    UploadParser,
    WindowInputReader,
    WindowSearches,
  ],
})
export class SchedulerModule {}
