import { createHash } from 'node:crypto';

/** The lane, 0 to `lanes` - 1, that all records of a key share. */
export const laneOf = (key: string, lanes: number): number => createHash('sha1').update(key).digest().readUInt32BE(0) % lanes;
