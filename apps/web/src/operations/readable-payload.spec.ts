import { readablePayload } from './readable-payload';

it('indents JSON and leaves the rest as it came', () => {
  expect(readablePayload('{"a":1}', 'utf-8')).toBe('{\n  "a": 1\n}');
  expect(readablePayload('{"a":', 'utf-8')).toBe('{"a":');
  expect(readablePayload('MQ==', 'base64')).toBe('MQ==');
});
