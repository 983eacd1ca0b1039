import { referenceInAnswer } from './read-answer';

describe('referenceInAnswer', () => {
  it.each([
    ['{"reference":"V-9","url":"https://desk.example/V-9"}', {}, { reference: 'V-9', url: 'https://desk.example/V-9' }],
    ['{"ticket":{"reference":9}}', {}, { reference: '9', url: null }],
    ['', { 'slipway-reference': ' V-10 ' }, { reference: 'V-10', url: null }],
    ['<html>', {}, { reference: null, url: null }],
    ['null', {}, { reference: null, url: null }],
    ['{"reference":{"a":1},"url":"nonsense"}', {}, { reference: null, url: null }],
  ])('reads %s', (body, headers, expected) => {
    expect(referenceInAnswer(headers as Record<string, string>, body)).toEqual(expected);
  });
});
