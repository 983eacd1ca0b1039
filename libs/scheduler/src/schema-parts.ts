import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';

const noNul = (text: string) => !text.includes('\u0000');

/** Text of bounded length without NUL, which PostgreSQL cannot store. */
export const text = (max: number, min = 1) => z.string().trim().min(min).max(max).refine(noNul, 'must not contain NUL characters');

/** Keys of features, roles and environments. */
export const key = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]*$/, 'letters, digits, dot, dash, underscore and blank, starting with a letter or digit');

export const sideSchema = z.enum(['client', 'vendor']);

/** An IANA zone that this runtime knows. */
export const zoneSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((value) => noNul(value) && IANAZone.isValidZone(value), 'not an IANA time zone, for example Europe/Berlin');

/** RFC 3339 with offset, between 2000 and 2100, kept as UTC with milliseconds. */
export const instantInput = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((value) => {
    const year = DateTime.fromISO(value, { zone: 'utc' }).year;
    return year >= 2000 && year <= 2100;
  }, 'an instant between 2000 and 2100');

export const instantOutput = z.string().describe('RFC 3339, UTC, milliseconds');

/** Wall-clock minute in the zone that stands beside it. */
export const localMinute = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'local time as 2026-12-20T18:00, without offset')
  .refine((value) => {
    const at = DateTime.fromISO(value, { zone: 'utc' });
    return at.isValid && at.year >= 2000 && at.year <= 2100;
  }, 'a real local time between 2000 and 2100');

/** `from` to `to` on each of the ISO weekdays (1 = Monday); `to` not after `from` runs over midnight into the next day. */
export const weeklyHours = z
  .array(
    z
      .strictObject({
        days: z.array(z.int().min(1).max(7)).min(1).max(7),
        from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm'),
        to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'HH:mm, or 24:00'),
      })
      .refine((hours) => hours.from !== hours.to, { path: ['to'], message: 'must differ from from; use 00:00 to 24:00 for a whole day' }),
  )
  .max(14);

/** Holiday region as in date-holidays: DE, DE-BY, IN. */
export const holidayRegion = z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, 'a region as in date-holidays: DE, DE-BY, IN');

export const engagementUuid = z.uuid();
export const idParam = z.object({ id: z.uuid() });
export const releaseParam = z.object({ releaseId: z.uuid() });

export const nullableInstant = instantOutput.nullable();

export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
