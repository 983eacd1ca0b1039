import { z } from 'zod';
import { defineEvent } from './define-event';
import { engagementPart, exampleIds, instant, side, zone } from './event-parts';

const party = z.object({
  partyId: z.uuid(),
  name: z.string(),
  zone,
  holidayRegion: z.string().describe('as in date-holidays: DE, DE-BY, IN'),
});

export const engagementOpened = defineEvent({
  type: 'directory.engagementOpened.v1',
  topic: 'directory.engagements',
  summary: 'A vendor and a client opened an engagement for one solution, or its facts changed.',
  key: (data) => data.engagementId,
  schema: z.object({
    ...engagementPart,
    name: z.string(),
    revision: z.int(),
    client: party,
    vendor: party,
    solution: z.object({
      name: z.string(),
      hasMobileApp: z.boolean(),
      features: z.array(z.object({ key: z.string(), name: z.string(), weight: z.number().positive() })),
      environments: z.array(z.string()),
    }),
    openedAt: instant,
  }),
  example: {
    engagementId: exampleIds.engagement,
    name: 'Northwind field service',
    revision: 1,
    client: { partyId: exampleIds.client, name: 'Northwind Energy', zone: 'Europe/Berlin', holidayRegion: 'DE' },
    vendor: { partyId: exampleIds.vendor, name: 'Banyan Software', zone: 'Asia/Kolkata', holidayRegion: 'IN' },
    solution: {
      name: 'Field service',
      hasMobileApp: true,
      features: [{ key: 'work-orders', name: 'Work orders', weight: 3 }],
      environments: ['uat', 'prod'],
    },
    openedAt: '2026-01-05T08:00:00Z',
  },
});

export const membershipChanged = defineEvent({
  type: 'directory.membershipChanged.v1',
  topic: 'directory.engagements',
  summary: 'A person joined an engagement, left it, or changed side, department or roles.',
  key: (data) => data.engagementId,
  schema: z.object({
    ...engagementPart,
    personId: z.uuid(),
    name: z.string(),
    email: z.string(),
    zone,
    side,
    department: z.string(),
    roles: z.array(z.string()),
    active: z.boolean(),
    revision: z.int(),
  }),
  example: {
    engagementId: exampleIds.engagement,
    personId: exampleIds.person,
    name: 'Asha Rao',
    email: 'asha@banyan.example',
    zone: 'Asia/Kolkata',
    side: 'vendor',
    department: 'development',
    roles: ['engineer'],
    active: true,
    revision: 1,
  },
});
