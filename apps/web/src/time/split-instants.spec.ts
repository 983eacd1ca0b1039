import { splitInstants } from './split-instants';

it('cuts a text at its instants and loses nothing', () => {
  const text = 'until 2026-12-07T21:43:09.802Z; then 2026-12-08T09:00+01:00, not 2026-12-09';
  const pieces = splitInstants(text);
  expect(pieces.filter((piece) => piece.instant).map((piece) => piece.text)).toEqual([
    '2026-12-07T21:43:09.802Z',
    '2026-12-08T09:00+01:00',
  ]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(splitInstants('nothing')).toEqual([{ text: 'nothing', instant: false }]);
  expect(splitInstants('')).toEqual([]);
});
