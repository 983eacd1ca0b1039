import { axisLabel } from './axis-label';

const noon = Date.parse('2026-03-03T11:00:00Z') / 1000;

it('names hours by the wall clock and days by their date', () => {
  expect(axisLabel(noon, 3600, 'Europe/Berlin')).toBe('12:00');
  expect(axisLabel(noon, 86_400, 'Europe/Berlin')).toBe('3 Mar');
  expect(axisLabel(Date.parse('2026-03-02T23:00:00Z') / 1000, 3600, 'Europe/Berlin')).toBe('3 Mar');
});
