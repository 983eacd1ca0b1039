import { DateTime } from 'luxon';
import { z } from 'zod';
import { requiredRole } from '../people/people-schema';
import { instantInput, instantOutput, key, nullableInstant, sideSchema } from '../schema-parts';

const isAfter = (late: string, early: string) => DateTime.fromISO(late) > DateTime.fromISO(early);

const minutes = z.int().min(0).max(2880);

export const windowParts = z
  .strictObject({ preparationMinutes: minutes, cutoverMinutes: minutes.min(1), rollbackMinutes: minutes, watchMinutes: minutes })
  .describe('in this order; the window is their sum');

export const weightsSchema = z
  .strictObject({ load: z.number().min(0).max(1), users: z.number().min(0).max(1), engineers: z.number().min(0).max(1) })
  .refine((weights) => weights.load + weights.users + weights.engineers > 0, 'at least one weight must be above 0');

export const windowWish = z.strictObject({
  parts: windowParts.default({ preparationMinutes: 30, cutoverMinutes: 60, rollbackMinutes: 30, watchMinutes: 60 }),
  gridMinutes: z.literal([5, 10, 15, 30, 60]).default(15),
  horizonDays: z.int().min(1).max(366).default(14),
  notBefore: instantInput.nullable().default(null),
  latestAt: instantInput.nullable().default(null).describe('the window must have ended by then'),
  weights: weightsSchema.default({ load: 0.5, users: 0.3, engineers: 0.2 }),
  take: z.int().min(1).max(20).default(5).describe('how many different windows'),
  requiredRoles: z
    .array(requiredRole)
    .max(16)
    .nullable()
    .default(null)
    .refine(
      (items) => items === null || (['client', 'vendor'] as const).every((side) => items.filter((item) => item.side === side).length <= 8),
      'at most 8 roles a side',
    )
    .describe('null = those of the engagement'),
});

export const windowSearchInput = windowWish
  .extend({
    environment: key,
    features: z.array(key).max(100).default([]).describe('features that the release touches; empty = all of the solution'),
    releaseId: z.uuid().nullable().default(null).describe('its own bookings do not stand in its way'),
  })
  .refine((wish) => wish.notBefore === null || wish.latestAt === null || isAfter(wish.latestAt, wish.notBefore), {
    path: ['latestAt'],
    message: 'must be after notBefore',
  });

const person = z.object({ personId: z.uuid(), name: z.string(), side: sideSchema });

export const coverSchema = z.array(
  z.object({ side: sideSchema, role: z.string(), required: z.int(), people: z.array(person), spare: z.array(person) }),
);

export const scorePartsSchema = z.object({
  expectedShareOfPeak: z
    .number()
    .nullable()
    .describe('mean expected load during cutover and rollback reserve as share of the peak; null = unknown'),
  usersDisturbedHours: z
    .number()
    .nullable()
    .describe('users at work × hours of cutover and rollback reserve; null = no user groups declared'),
  sparePeople: z.int().nullable().describe('free people beyond the need in the thinnest role; null = no roles required'),
  confidence: z.number().describe('0 … 1: how much of the load is known, and how well'),
  utilities: z
    .object({ load: z.number(), users: z.number(), engineers: z.number() })
    .describe('each part from 0 (worst) to 1 (best); what is unknown counts 0'),
});

export const rankedWindow = z.object({
  rank: z.int(),
  startAt: instantOutput,
  endAt: instantOutput,
  cutoverAt: instantOutput,
  watchAt: instantOutput,
  score: z.number().describe('0 … 1'),
  parts: scorePartsSchema,
  cover: coverSchema,
  reasons: z.array(z.string()),
  losesBy: z
    .object({ score: z.number(), text: z.array(z.string()) })
    .nullable()
    .describe('against the best one; null for the best'),
});

export const relaxationSchema = z.object({
  kind: z.enum(['shorter', 'longer-horizon', 'ignore-closure', 'fewer-people', 'move-meeting']),
  text: z.string(),
  startAt: instantOutput,
  endAt: instantOutput,
  score: z.number(),
  personId: z.uuid().nullable(),
  closureId: z.string().nullable().describe('id of the freeze, or of the user group and the number of its blackout'),
  minutes: z.int().nullable(),
});

export const closureCount = z.object({ reason: z.string(), starts: z.int() });

export const windowAnswer = z.object({
  searchedFrom: instantOutput,
  searchedUntil: instantOutput,
  zone: z.string().describe('zone of the client'),
  environment: z.string(),
  totalMinutes: z.int(),
  startsConsidered: z.int(),
  startsPossible: z.int(),
  excluded: z.array(closureCount).describe('why starts fell away, most first'),
  windows: z.array(rankedWindow),
  relaxations: z.array(relaxationSchema).describe('only when there is no window: what would make one possible, each tried'),
  unknownPeople: z.array(z.object({ personId: z.uuid(), name: z.string(), side: sideSchema, reason: z.string() })),
  loadState: z.enum(['known', 'thin', 'unknown']),
  notes: z.array(z.string()),
});

export const windowPlanInput = windowWish.refine(
  (wish) => wish.notBefore === null || wish.latestAt === null || isAfter(wish.latestAt, wish.notBefore),
  {
    path: ['latestAt'],
    message: 'must be after notBefore',
  },
);
export const windowPlanResponse = windowWish.extend({
  releaseId: z.uuid(),
  revision: z.int(),
  notBefore: nullableInstant,
  latestAt: nullableInstant,
});

export type WindowWish = z.output<typeof windowWish>;
export type WindowSearchInput = z.output<typeof windowSearchInput>;
export type WindowAnswer = z.output<typeof windowAnswer>;
export type RankedWindow = z.output<typeof rankedWindow>;
export type Relaxation = z.output<typeof relaxationSchema>;
