import { formatChange, formatValue } from './format-value';

it.each([
  [null, '', 'no data'],
  [0.01234, 's', '0.0123 s'],
  [41.26, 'orders', '41.3 orders'],
  [412.6, '', '413'],
  [1234567.8, '', '1,234,568'],
  [Number.NaN, '', 'no data'],
])('formats %p %p as %p', (value, unit, expected) => expect(formatValue(value, unit)).toBe(expected));

it.each([
  [4.12, '+4.1 %'],
  [-12.4, '−12 %'],
  [0, '+0.0 %'],
  [null, 'no data'],
])('formats a change of %p as %p', (percent, expected) => expect(formatChange(percent)).toBe(expected));
