import { describeDay } from './describe-day';

const hour = (time: string, shareOfPeak: number | null) => ({ startAt: `2026-03-03T${time}:00.000Z`, shareOfPeak });

describe('describeDay', () => {
  const calendar = {
    load: {
      state: 'known' as const,
      hours: [
        hour('01:00', 0.1),
        hour('02:00', 0.02),
        hour('03:00', null),
        hour('10:00', 1),
        hour('11:00', 0.5),
        { startAt: '2026-03-02T22:30:00.000Z', shareOfPeak: 0 },
      ],
    },
    freezes: [
      { freezeId: 'f', reason: 'Month end', environment: null, startAt: '2026-03-02T00:00:00.000Z', endAt: '2026-03-02T23:00:00.000Z' },
    ],
    bookings: [],
  };
  it('names quiet and peak hours of the local day only', () => {
    const day = describeDay(calendar, '2026-03-03', 'Europe/Berlin');
    expect(day.quietest).toBe('03:00 (2 %), 02:00 (10 %), 12:00 (50 %)');
    expect(day.peak).toBe('11:00 (100 %)');
  });
  it('leaves out a freeze that ends as the day begins', () => {
    expect(describeDay(calendar, '2026-03-03', 'Europe/Berlin').freezes).toEqual([]);
    expect(describeDay(calendar, '2026-03-02', 'Europe/Berlin').freezes).toHaveLength(1);
  });
  it('says nothing about a day without known load', () =>
    expect(describeDay(calendar, '2026-03-09', 'UTC')).toMatchObject({ quietest: null, peak: null }));
});
