import { z } from 'zod';

export const side = z.enum(['client', 'vendor']);
export const instant = z.iso.datetime().describe('RFC 3339, UTC');
export const zone = z.string().min(1).describe('IANA time zone');
export const engagementPart = { engagementId: z.uuid() };
export const releasePart = { ...engagementPart, releaseId: z.uuid() };

/** Ids used by the examples, so that they tell one story. */
export const exampleIds = {
  engagement: '0192f1a0-0000-7000-8000-000000000001',
  release: '0192f1a0-0000-7000-8000-000000000002',
  person: '0192f1a0-0000-7000-8000-000000000003',
  colleague: '0192f1a0-0000-7000-8000-000000000004',
  task: '0192f1a0-0000-7000-8000-000000000005',
  review: '0192f1a0-0000-7000-8000-000000000006',
  ticket: '0192f1a0-0000-7000-8000-000000000007',
  booking: '0192f1a0-0000-7000-8000-000000000008',
  recommendation: '0192f1a0-0000-7000-8000-000000000009',
  client: '0192f1a0-0000-7000-8000-00000000000a',
  vendor: '0192f1a0-0000-7000-8000-00000000000b',
  decision: '0192f1a0-0000-7000-8000-00000000000c',
} as const;
