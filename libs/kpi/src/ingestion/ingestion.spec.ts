import fc from 'fast-check';
import { acceptBatch, chunked } from './accept-batch';
import { measurementIdentity, seriesIdentity, type SeriesFacts } from './identity';
import { eventContentType, readBatch, type EventContentType, type SentEvent } from './read-batch';
import { countMembers, scanJson } from './scan-json';
import { storableBatch } from './storable-batch';
import { toMeasurement, type Measurement } from './to-measurement';

const nowMs = Date.parse('2026-03-02T10:00:00Z');
const good = {
  specversion: '1.0',
  id: 'a-1',
  source: '/apps/field-service',
  type: 'order.closed',
  time: '2026-03-01T09:15:00+01:00',
  data: { value: 2.5, feature: 'work-orders', dimensions: { region: 'north' } },
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, type: EventContentType = 'application/cloudevents-batch+json'): ReturnType<typeof readBatch> =>
  readBatch(bytes(text), type);
const eventsOf = (text: string, type?: EventContentType): SentEvent[] => {
  const result = read(text, type);
  if ('fault' in result) throw new Error(result.fault.detail);
  return result.events;
};
const fault = (text: string, type?: EventContentType): unknown => {
  const result = read(text, type);
  return 'fault' in result ? [result.fault.status, result.fault.code] : null;
};
const refusal = (event: unknown): unknown => {
  const result = toMeasurement(3, event, nowMs);
  return 'refusal' in result ? result.refusal.field : null;
};

describe('scanJson', () => {
  it('counts the members of every element, and the depth, of any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 5 }), { minLength: 1, maxLength: 5 }), (list) => {
        const scan = scanJson(JSON.stringify(list));
        const depthOf = (value: unknown): number =>
          typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
        expect(scan.membersOf).toEqual(list.map(countMembers));
        expect(scan.depth).toBe(depthOf(list));
      }),
      { numRuns: 500 },
    );
  });

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', '\\', '{', '[', ']', ':', ',', 'a') }), (text) => scanJson(text).depth >= 0),
    );
  });
});

describe('readBatch', () => {
  it('takes each content type in its shape', () => {
    expect(eventsOf(JSON.stringify([good, good]))).toHaveLength(2);
    expect(eventsOf(JSON.stringify(good), 'application/cloudevents+json')).toEqual([{ position: 0, value: good }]);
    expect(eventsOf(JSON.stringify(good), 'application/json')).toHaveLength(1);
    expect(eventsOf(JSON.stringify([good]), 'application/json')).toHaveLength(1);
    expect(
      eventsOf(`${JSON.stringify(good)}\r\n\n${JSON.stringify(good)}\n`, 'application/x-ndjson').map(({ position }) => position),
    ).toEqual([0, 2]);
    expect(eventContentType('Application/CloudEvents-Batch+JSON; charset=utf-8')).toBe('application/cloudevents-batch+json');
    expect(eventContentType('text/plain')).toBeNull();
    expect(eventContentType(undefined)).toBeNull();
  });

  it('refuses a whole body that cannot be read', () => {
    expect(fault('[{')).toEqual([400, 'malformed-body']);
    expect(fault('')).toEqual([400, 'empty-batch']);
    expect(fault('[]')).toEqual([400, 'empty-batch']);
    expect(fault('\n \n', 'application/x-ndjson')).toEqual([400, 'empty-batch']);
    expect(fault(JSON.stringify(good))).toEqual([400, 'malformed-body']);
    expect(fault(JSON.stringify([good]), 'application/cloudevents+json')).toEqual([400, 'malformed-body']);
    expect(fault(`[${'['.repeat(500_000)}`)).toEqual([400, 'malformed-body']);
    expect(fault(`[${'{"a":'.repeat(40)}1${'}'.repeat(40)}]`)).toEqual([400, 'malformed-body']);
    expect(fault(`[${'1,'.repeat(10_000)}1]`)).toEqual([413, 'too-many-events']);
    expect(fault('1\n'.repeat(10_001), 'application/x-ndjson')).toEqual([413, 'too-many-events']);
    expect(readBatch(new Uint8Array([0x5b, 0xff, 0x5d]), 'application/json')).toMatchObject({ fault: { code: 'malformed-body' } });
    expect(readBatch(bytes('[]'), null)).toMatchObject({ fault: { status: 415 } });
  });

  it('keeps the good lines beside bad ones', () => {
    const { accepted, refused } = acceptBatch(
      eventsOf(`{"broken\n${JSON.stringify(good)}\n${'['.repeat(99)}`, 'application/x-ndjson'),
      nowMs,
    );
    expect(accepted).toHaveLength(1);
    expect(refused.map(({ position, field }) => [position, field])).toEqual([[0, 'event'], [2, 'event']]); // prettier-ignore
  });

  it('tells a name that is given twice, at its position only', () => {
    const twice = JSON.stringify(good).replace('"id":"a-1"', '"id":"a-1","id":"a-2"');
    const { accepted, refused } = acceptBatch(eventsOf(`[${JSON.stringify(good)},${twice}]`), nowMs);
    expect(accepted).toHaveLength(1);
    expect(refused).toEqual([expect.objectContaining({ position: 1, field: 'event', detail: expect.stringContaining('twice') })]);
  });
});

describe('toMeasurement', () => {
  it('maps a CloudEvent', () => {
    expect(toMeasurement(0, good, nowMs)).toEqual({
      measurement: {
        source: '/apps/field-service',
        id: 'a-1',
        measure: 'order.closed',
        at: '2026-03-01T08:15:00.000Z',
        value: 2.5,
        feature: 'work-orders',
        dimensions: { region: 'north' },
      },
    });
  });

  it('counts 1 without data, and ignores extension attributes', () => {
    for (const data of [undefined, null, {}]) {
      expect(toMeasurement(0, { ...good, data, traceparent: '00-1', sequence: 5 }, nowMs)).toMatchObject({
        measurement: { value: 1, feature: null, dimensions: {} },
      });
    }
  });

  it('names the field of everything it refuses', () => {
    expect(refusal(5)).toBe('event');
    expect(refusal(null)).toBe('event');
    expect(refusal([])).toBe('event');
    expect(refusal({ ...good, specversion: '0.3' })).toBe('specversion');
    expect(refusal({ ...good, id: undefined })).toBe('id');
    expect(refusal({ ...good, id: 7 })).toBe('id');
    expect(refusal({ ...good, id: 'a\u0000' })).toBe('id');
    expect(refusal({ ...good, id: 'x'.repeat(257) })).toBe('id');
    expect(refusal({ ...good, source: '\ud800' })).toBe('source');
    expect(refusal({ ...good, type: 'käse' })).toBe('type');
    expect(refusal({ ...good, time: undefined })).toBe('time');
    expect(refusal({ ...good, time: '2026-02-30T10:00:00' })).toBe('time');
    expect(refusal({ ...good, time: '2026-03-01T25:00:00Z' })).toBe('time');
    expect(refusal({ ...good, time: '2026-03-02T11:00:01Z' })).toBe('time');
    expect(refusal({ ...good, time: '2025-01-20T00:00:00Z' })).toBe('time');
    expect(refusal({ ...good, data: 'x' })).toBe('data');
    expect(refusal({ ...good, data: { value: '5' } })).toBe('data.value');
    expect(refusal({ ...good, data: { value: JSON.parse('1e400') as number } })).toBe('data.value');
    expect(refusal({ ...good, data: { value: 1e16 } })).toBe('data.value');
    expect(refusal({ ...good, data: { amount: 1 } })).toBe('data.amount');
    expect(refusal({ ...good, data: { feature: '' } })).toBe('data.feature');
    expect(refusal({ ...good, data: { dimensions: { region: 5 } } })).toBe('data.dimensions.region');
    expect(refusal({ ...good, data: { dimensions: { region: '\u0000' } } })).toBe('data.dimensions.region');
    expect(refusal({ ...good, data: { dimensions: { feature: 'x' } } })).toBe('data.dimensions.feature');
    expect(refusal({ ...good, data: JSON.parse('{"dimensions":{"__proto__":"x"}}') as object })).toBe('data.dimensions.__proto__');
    expect(refusal({ ...good, ...(JSON.parse('{"__proto__x":1}') as object) })).toBe('__proto__x');
    expect(refusal(JSON.parse(JSON.stringify(good).replace('{', '{"__proto__":{"a":1},')))).toBe('__proto__');
    expect(refusal({ ...good, data: { dimensions: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d${i}`, 'x'])) } })).toBe(
      'data.dimensions',
    );
  });

  it('gives every refusal a detail and a remedy, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const result = toMeasurement(0, value, nowMs);
        expect('refusal' in result && result.refusal.detail.length > 0 && result.refusal.remedy.length > 0).toBe(true);
      }),
    );
  });

  it('accepts exactly the moments between 400 days ago and an hour ahead', () => {
    const accepts = (ms: number): boolean => 'measurement' in toMeasurement(0, { ...good, time: new Date(ms).toISOString() }, nowMs);
    expect([nowMs + 3_600_000, nowMs - 400 * 86_400_000].map(accepts)).toEqual([true, true]);
    expect([nowMs + 3_600_001, nowMs - 400 * 86_400_000 - 1].map(accepts)).toEqual([false, false]);
  });
});

const measurement = (id: string, extra: Partial<Measurement> = {}): Measurement => ({
  source: '/s',
  id,
  measure: 'm',
  at: '2026-03-01T08:15:00.000Z',
  value: 1,
  feature: null,
  dimensions: {},
  ...extra,
});

describe('chunks and columns', () => {
  it('cuts by number and by size, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 20_000 })), { maxLength: 2_400 }),
        (lengths) => {
          const list = lengths.map((length, i) => measurement(`${i}`, { dimensions: { d: (length % 2 ? '\u0001' : 'é').repeat(length) } }));
          const chunks = chunked(list);
          expect(chunks.flat()).toEqual(list);
          for (const chunk of chunks) {
            expect(chunk.length).toBeLessThanOrEqual(1_000);
            expect(chunk.length).toBeGreaterThan(0);
            if (chunk.length > 1) expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThan(900_000);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('knows a series whatever the order of its dimensions, and no other as the same', () => {
    expect(seriesIdentity({ measure: 'm', feature: null, dimensions: { a: '1', b: '2' } })).toBe(
      seriesIdentity({ measure: 'm', feature: null, dimensions: { b: '2', a: '1' } }),
    );
    const different: SeriesFacts[] = [
      { measure: 'm', feature: null, dimensions: {} },
      { measure: 'm', feature: 'f', dimensions: {} },
      { measure: 'm', feature: null, dimensions: { f: '' } },
      { measure: 'm', feature: null, dimensions: { a: '1', b: '2' } },
      { measure: 'm', feature: null, dimensions: { a: '2', b: '1' } },
    ];
    expect(new Set(different.map(seriesIdentity)).size).toBe(different.length);
    expect(measurementIdentity('a', 'bc')).not.toBe(measurementIdentity('ab', 'c'));
  });

  it('lays out columns and each series once', () => {
    const batch = storableBatch([measurement('1'), measurement('a"b\\c,{}'), measurement('3', { feature: 'f', value: -4.5e-7 })]);
    expect(batch.known).toHaveLength(2);
    expect(batch.values).toBe('{1,1,-4.5e-7}');
    expect(batch.ids).toBe('{"1","a\\"b\\\\c,{}","3"}');
    const [first, second, third] = batch.series.slice(1, -1).split(',');
    expect(first).toBe(second);
    expect(batch.known.find(({ series }) => series === third)?.feature).toBe('f');
  });
});
