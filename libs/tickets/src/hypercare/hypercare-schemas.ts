import { DateTime } from 'luxon';
import { z } from 'zod';
import { shortText } from '../ticket-words';

const until = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((value) => {
    const at = DateTime.fromISO(value, { zone: 'utc' });
    return at.isValid && at.year >= 2000 && at.year <= 2100;
  }, 'an instant between 2000 and 2100');

export const hypercarePatch = z
  .object({ limitPerHour: z.int().min(1).max(1000), until, quietHours: z.int().min(0).max(336) })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'name at least one member to change');
export const hypercareExit = z.object({ reason: shortText(1000) });
export const releaseParam = z.object({ releaseId: z.uuid() });
export const hypercareView = z.object({
  releaseId: z.uuid(),
  releaseName: z.string(),
  environment: z.string(),
  features: z.array(z.string()),
  status: z.enum(['active', 'ended']),
  liveAt: z.string(),
  until: z.string(),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
  limitPerHour: z.int(),
  quietHours: z.int(),
  ticketsLastHour: z.int(),
  urgentLastHour: z.int(),
  openTickets: z.int(),
  totalTickets: z.int(),
  surges: z.array(z.object({ at: z.string(), tickets: z.int(), urgent: z.int(), limit: z.int(), reason: z.string() })),
  exit: z.object({ met: z.boolean(), blockers: z.array(z.string()) }),
  revision: z.int(),
});
export type HypercareView = z.output<typeof hypercareView>;
