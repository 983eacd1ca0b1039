import { rangeOf } from './chart-range';

describe('rangeOf', () => {
  it('covers whole local days, over a clock change too', () =>
    expect(rangeOf('week', 'Europe/Berlin', '2026-04-01T10:00:00Z')).toEqual({
      from: '2026-03-25T23:00:00.000Z',
      to: '2026-04-01T22:00:00.000Z',
      grain: 'hour',
    }));
  it('asks for days of the zone in longer ranges', () =>
    expect(rangeOf('month', 'Asia/Kolkata', '2026-04-01T10:00:00Z')).toMatchObject({
      grain: 'day',
      zone: 'Asia/Kolkata',
      to: '2026-04-01T18:30:00.000Z',
    }));
});
