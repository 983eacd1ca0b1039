import fc from 'fast-check';
import { defineEvent, type EventContract } from '@slipway/contracts';
import { z } from 'zod';
import { decodeRecord, toRecord, type EventRecord, type StoredEvent } from './event-record';

const noted = defineEvent({
  type: 'kpi.noted.v1',
  topic: 'kpi.notes',
  summary: 'Something was noted.',
  key: (data) => data.engagementId,
  schema: z.object({ engagementId: z.uuid(), text: z.string(), value: z.number() }),
  example: { engagementId: '0192f1a0-0000-7000-8000-000000000001', text: 'a', value: 1 },
});
const stored = (change: Partial<StoredEvent> = {}): StoredEvent => ({
  id: '0192f1a0-0000-7000-8000-0000000000ff',
  type: noted.type,
  topic: noted.topic,
  key: noted.example.engagementId,
  engagementId: noted.example.engagementId,
  occurredAt: '2026-03-01T09:00:00.000Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: JSON.stringify(noted.example),
  ...change,
});

describe('an event on the wire', () => {
  it('is a CloudEvent 1.0 in binary mode', () => {
    expect(toRecord('kpi', stored())).toEqual({
      topic: 'kpi.notes',
      key: noted.example.engagementId,
      value: JSON.stringify(noted.example),
      headers: {
        ce_specversion: '1.0',
        ce_id: '0192f1a0-0000-7000-8000-0000000000ff',
        ce_type: 'kpi.noted.v1',
        ce_source: '/slipway/kpi',
        ce_subject: noted.example.engagementId,
        ce_time: '2026-03-01T09:00:00.000Z',
        ce_engagementid: noted.example.engagementId,
        'content-type': 'application/json',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
  });

  it('arrives as it was sent, whatever its text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        (text, value, asBytes) => {
          const data = { engagementId: noted.example.engagementId, text, value: Object.is(value, -0) ? 0 : value };
          const sent = toRecord('kpi', stored({ data: JSON.stringify(data) }));
          const decoded = decodeRecord(asBytes ? { ...sent, value: Buffer.from(sent.value) } : sent, noted as EventContract);
          expect(decoded).toMatchObject({
            event: { id: stored().id, type: noted.type, source: '/slipway/kpi', subject: stored().key, data },
          });
        },
      ),
    );
  });

  it('ignores fields that it does not know', () => {
    const decoded = decodeRecord(
      toRecord('kpi', stored({ data: JSON.stringify({ ...noted.example, added: true }) })),
      noted as EventContract,
    );
    expect(decoded).toMatchObject({ event: { data: noted.example } });
  });

  const record = toRecord('kpi', stored());
  it.each<[string, EventRecord, string]>([
    [
      'another version of CloudEvents',
      { ...record, headers: { ...record.headers, ce_specversion: '0.3' } },
      'ce_specversion is 0.3, expected 1.0',
    ],
    ['an id that is none', { ...record, headers: { ...record.headers, ce_id: '7' } }, 'ce_id is not a UUID'],
    ['no engagement', { ...record, headers: { ...record.headers, ce_engagementid: '' } }, 'ce_engagementid is not a UUID'],
    ['bytes that are no text', { ...record, value: Buffer.from([0xff, 0xfe]) }, 'the data is not JSON in UTF-8'],
    ['no data', { ...record, value: '' }, 'the data is not JSON in UTF-8'],
    [
      'data of another shape',
      { ...record, value: '{"engagementId":"0192f1a0-0000-7000-8000-000000000001","text":1}' },
      'the data does not match kpi.noted.v1: text',
    ],
    ['null', { ...record, value: 'null' }, 'the data does not match kpi.noted.v1: data'],
    [
      "another engagement's data",
      { ...record, value: JSON.stringify({ ...noted.example, engagementId: '0192f1a0-0000-7000-8000-000000000002' }) },
      'ce_engagementid and the engagement in the data differ',
    ],
  ])('is refused with %s', (_what, faulty, fault) => {
    const decoded = decodeRecord(faulty, noted as EventContract);
    expect('fault' in decoded ? decoded.fault : 'accepted').toContain(fault);
  });
});
