import { accessMigrations } from '@slipway/access';
import { messagingMigrations } from '@slipway/messaging';
import type { ServiceDefinition } from '@slipway/service-host';
import { InitialScheduler1764000500000 } from './migrations/1764000500000-initial-scheduler';
import { schedulerEntities, SchedulerModule } from './scheduler.module';

export const schedulerService: ServiceDefinition = {
  name: 'scheduler',
  title: 'Scheduler',
  description: 'The best hour to release and why: load profiles, people of both sides, users, freezes, recommendations and bookings.',
  module: SchedulerModule,
  entities: schedulerEntities,
  migrations: [...messagingMigrations('scheduler'), ...accessMigrations('scheduler'), InitialScheduler1764000500000],
};

export type { BookingInput, BookingView } from './bookings/booking-schema';
export type { Freeze, FreezeInput, FreezeStateAnswer } from './freezes/freeze-schema';
export type { FeatureLoads, LoadImportReport, LoadProfileResponse } from './load/load-schema';
export type { CalendarReport, PersonAvailability, RequiredRoles, StaffingInput } from './people/people-schema';
export type { CalendarView } from './planning/calendar-schema';
export type { RecommendationSummary, RecommendationWithHistory } from './recommendations/recommendation-schema';
export type { ScheduledReleases } from './releases/release-schema';
export { SchedulerModule } from './scheduler.module';
export type { UserGroup, UserGroupInput } from './users/user-group-schema';
export type { RankedWindow, Relaxation, WindowAnswer, WindowSearchInput, WindowWish } from './windows/window-schema';
