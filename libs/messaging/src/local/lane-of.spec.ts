import fc from 'fast-check';
import { laneOf } from './lane-of';

describe('lanes', () => {
  it('are the same for a key at all times, and within bounds', () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (key, lanes) => {
        const lane = laneOf(key, lanes);
        expect(lane).toBe(laneOf(key, lanes));
        expect(lane >= 0 && lane < lanes).toBe(true);
      }),
    ));
  it('are all used', () => expect(new Set(Array.from({ length: 100 }, (_, n) => laneOf(`key ${n}`, 4))).size).toBe(4));
});
