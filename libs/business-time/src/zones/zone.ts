import { IANAZone } from 'luxon';

/** Whether this is an IANA time zone that this runtime knows: `UTC`, `Europe/Paris`; bare offsets such as `+02:00` are not. */
export function isZone(zone: string): boolean {
  return zone.length <= 64 && /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(zone) && IANAZone.isValidZone(zone);
}

/** @throws RangeError when the zone is unknown. */
export function requireZone(zone: string): void {
  if (!isZone(zone)) throw new RangeError(`${JSON.stringify(zone)} is not an IANA time zone`);
}
