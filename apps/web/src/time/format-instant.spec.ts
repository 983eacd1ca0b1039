import { cityOf, describeZone, formatDistance, formatDuration, formatInstant, formatRange, shortZone } from './format-instant';

describe('formatInstant', () => {
  it('names the zone and its own wall clock', () => {
    expect(formatInstant('2026-03-03T02:00:00.000Z', 'Europe/Berlin')).toBe('Tue 3 Mar 2026, 03:00 CET');
    expect(formatInstant('2026-03-03T02:00:00.000Z', 'Asia/Kolkata')).toMatch(/^Tue 3 Mar 2026, 07:30 (IST|UTC\+5:30)$/);
  });
  it('leaves the year out only when it is the year of now', () => {
    expect(formatInstant('2026-07-03T02:00:00Z', 'Europe/Berlin', '2026-01-01T00:00:00Z')).toBe('Fri 3 Jul, 04:00 CEST');
    expect(formatInstant('2025-12-31T23:30:00Z', 'Europe/Berlin', '2026-06-01T00:00:00Z')).toBe('Thu 1 Jan, 00:30 CET');
    expect(formatInstant('2025-12-31T22:30:00Z', 'Europe/Berlin', '2026-06-01T00:00:00Z')).toBe('Wed 31 Dec 2025, 23:30 CET');
  });
  it('says so when the instant is not one', () => expect(formatInstant('soon', 'UTC')).toBe('unknown time'));
});

describe('formatRange', () => {
  it('shows the day once inside a day', () =>
    expect(formatRange('2026-03-03T02:00:00Z', '2026-03-03T05:00:00Z', 'Europe/Berlin')).toBe('Tue 3 Mar, 03:00 – 06:00 CET'));
  it('shows both days across midnight', () =>
    expect(formatRange('2026-03-03T22:00:00Z', '2026-03-04T01:00:00Z', 'Europe/Berlin')).toBe('Tue 3 Mar, 23:00 – Wed 4 Mar, 02:00 CET'));
  it('names both offsets across a clock change', () =>
    expect(formatRange('2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z', 'Europe/Berlin')).toBe('Sun 29 Mar, 01:00 CET – 04:00 CEST'));
});

it('describes zones', () => {
  expect(shortZone('UTC', '2026-01-01T00:00:00Z')).toBe('UTC');
  expect(describeZone('Asia/Kolkata', '2026-01-01T00:00:00Z')).toBe('Asia/Kolkata (UTC+5:30)');
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
});

it('formats durations in the largest useful units', () => {
  expect(formatDuration(45_000)).toBe('45 s');
  expect(formatDuration(15 * 60_000)).toBe('15 min');
  expect(formatDuration(195 * 60_000)).toBe('3 h 15 min');
  expect(formatDuration(52 * 3_600_000)).toBe('2 d 4 h');
  expect(formatDuration(20 * 86_400_000 + 3_600_000)).toBe('20 d');
});

it('tells future from past', () => {
  const now = Date.parse('2026-03-03T02:00:00Z');
  expect(formatDistance('2026-03-03T05:15:00Z', now)).toBe('in 3 h 15 min');
  expect(formatDistance('2026-03-02T02:00:00Z', now)).toBe('24 h ago');
  expect(formatDistance('2026-03-03T02:00:10Z', now)).toBe('now');
});
