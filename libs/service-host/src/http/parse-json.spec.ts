import fc from 'fast-check';
import { Problem } from '../problems/problem';
import { parseJson } from './parse-json';

describe('parseJson', () => {
  it('reads whatever JSON.parse reads, unless it is refused for a reason', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        try {
          expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect(text).toMatch(/__proto__|\\u0000|\\ud/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds a key that comes twice anywhere', () => {
    const place = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, fc.constant('{"k":1,"\\u006b":2}'), tie('inArray'), tie('inObject')),
      inArray: tie('node').map((inner) => `[true,{"a":"\\"}{"},${String(inner)}]`),
      inObject: tie('node').map((inner) => `{"x":[],"o":${String(inner)}}`),
    })).node;
    fc.assert(
      fc.property(place, (text) => {
        expect(() => parseJson(Buffer.from(String(text)))).toThrow(
          expect.objectContaining({ code: 'duplicate-key', field: expect.stringMatching(/k$/) }),
        );
      }),
    );
  });

  it('never throws anything but a problem', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          fc.string({ unit: fc.constantFrom(...'{}[]",:\\0e1 u') }).map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          try {
            parseJson(Buffer.from(bytes));
          } catch (error) {
            expect(error).toMatchObject({ name: 'Problem', status: 400, remedy: expect.any(String) });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names line and column of what it cannot read', () => {
    expect(() => parseJson(Buffer.from('{\n  "a": 1,\n  b: 2\n}'))).toThrow(/line 3, column 3/);
  });

  it('control: JSON.parse lets all of it through', () => {
    expect(JSON.parse('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(JSON.parse('1e400')).toBe(Infinity);
    expect(Object.hasOwn(JSON.parse('{"__proto__":1}') as object, '__proto__')).toBe(true);
    expect(() => JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown).not.toThrow();
  });
});
