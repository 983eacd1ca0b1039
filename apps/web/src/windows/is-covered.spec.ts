import { isCovered } from './is-covered';

it('needs every role, and at least one', () => {
  expect(
    isCovered([
      { required: 1, free: 2 },
      { required: 2, free: 2 },
    ]),
  ).toBe(true);
  expect(
    isCovered([
      { required: 1, free: 2 },
      { required: 2, free: 1 },
    ]),
  ).toBe(false);
  expect(isCovered([])).toBe(false);
});
