import { permissionNames, roles, sides } from '@slipway/access';
import { IANAZone } from 'luxon';
import { z } from 'zod';

const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** One line of text, trimmed, of 1 to `max` characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !controlCharacters.test(text), 'must not contain control characters');

export const personName = line(200).describe('as colleagues write it');
export const email = z.email().max(254).toLowerCase().describe('compared without regard to case');
export const zone = z
  .string()
  .max(64)
  .refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone such as Europe/Berlin')
  .describe('IANA time zone');
export const side = z.enum(sides);
export const department = line(80).describe('name of a department of that side, for example quality-assurance');
export const role = z.enum(roles);
export const roleList = z
  .array(role)
  .max(roles.length)
  .transform((held) => [...new Set(held)].sort())
  .describe('what the person does in this engagement');
export const permission = z.enum(permissionNames);
/** Long enough to be good, short enough that hashing it is no attack. */
export const password = z
  .string()
  .min(12)
  .max(256)
  .refine((text) => !text.includes('\0'), 'must not contain NUL')
  .describe('12 to 256 characters');
export const revision = z.int().positive().describe('goes up with each change; the ETag');
export const instant = z.iso.datetime().describe('RFC 3339, UTC');
/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });
