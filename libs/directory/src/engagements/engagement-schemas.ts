import { z } from 'zod';
import { instant, line, pageOf, revision, zone } from '../input/fields';

const holidayRegion = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,4}){0,2}$/)
  .describe('as in date-holidays: DE, DE-BY, IN');
const featureKey = z
  .string()
  .max(80)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'lower-case letters, digits, dots, dashes')
  .describe('as measurements and releases name it');

const party = z.object({ name: line(200), zone, holidayRegion });
const unique = <Item>(of: (item: Item) => string, what: string) =>
  [(items: Item[]) => new Set(items.map(of)).size === items.length, `${what} must be different from one another`] as const;

const features = z
  .array(z.object({ key: featureKey, name: line(200), weight: z.number().positive().max(1_000) }))
  .max(200)
  .refine(...unique<{ key: string }>((feature) => feature.key, 'feature keys'));
const environments = z
  .array(line(80))
  .max(50)
  .refine(...unique<string>((name) => name, 'environments'));
const solution = z.object({ name: line(200), hasMobileApp: z.boolean(), features, environments });

export const engagementBody = z.object({
  name: line(200),
  client: party,
  vendor: party,
  solution,
  join: z.boolean().default(true).describe('whether the operator becomes a release manager of the vendor, to set the rest up'),
});

export const engagementPatch = z
  .object({
    name: line(200).optional(),
    client: party.partial().optional().describe('only the client’s own people may change it'),
    vendor: party.partial().optional().describe('only the vendor’s own people may change it'),
    solution: solution.partial().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');

const partyAnswer = party.extend({ partyId: z.uuid() });
export const engagementAnswer = z.object({
  engagementId: z.uuid(),
  name: z.string(),
  revision,
  client: partyAnswer,
  vendor: partyAnswer,
  solution,
  openedAt: instant,
});
export const engagementPage = pageOf(engagementAnswer);
export const departmentPage = pageOf(z.object({ side: z.enum(['client', 'vendor']), department: z.string(), people: z.int() }));
export const engagementPath = z.object({ engagementId: z.uuid() });

export type EngagementBody = z.output<typeof engagementBody>;
export type EngagementPatch = z.output<typeof engagementPatch>;
export type Engagement = z.output<typeof engagementAnswer>;
