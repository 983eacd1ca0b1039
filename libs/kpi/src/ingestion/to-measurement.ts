import { Ajv, type ErrorObject } from 'ajv';
import { dimensionPattern, featurePattern, maxDimensionLength, maxDimensions, maxValue, measurePattern } from './measurement-key';

/** A measurement as it travels in kpi.measurementRecorded. */
export interface Measurement {
  source: string;
  id: string;
  measure: string;
  /** RFC 3339, UTC. */
  at: string;
  value: number;
  feature: string | null;
  dimensions: Record<string, string>;
}

/** Why one event was not taken; the others of its batch are. */
export interface Refusal {
  position: number;
  /** The event's id, where it has one that can be shown. */
  id: string | null;
  field: string;
  detail: string;
  remedy: string;
}

interface SentCloudEvent {
  id: string;
  source: string;
  type: string;
  time: string;
  data?: { value?: number; feature?: string | null; dimensions?: Record<string, string> } | null;
}

const maxAheadMs = 3_600_000;
const maxAgeMs = 400 * 86_400_000;
const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

const schema = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1, maxLength: 256 },
    source: { type: 'string', minLength: 1, maxLength: 512 },
    type: { type: 'string', pattern: measurePattern },
    time: { type: 'string', maxLength: 40 },
    datacontenttype: { type: 'string', pattern: '^application/([a-z0-9.-]+\\+)?json(;|$)' },
    data: {
      type: 'object',
      nullable: true,
      additionalProperties: false,
      properties: {
        value: { type: 'number', minimum: -maxValue, maximum: maxValue },
        feature: { type: 'string', pattern: featurePattern, nullable: true },
        dimensions: {
          type: 'object',
          maxProperties: maxDimensions,
          propertyNames: { pattern: dimensionPattern },
          additionalProperties: { type: 'string', maxLength: maxDimensionLength },
        },
      },
    },
  },
  patternProperties: { '^[a-z0-9]{1,64}$': true },
  additionalProperties: false,
};

const matchesSchema = new Ajv({ allErrors: false, strictTypes: false }).compile<SentCloudEvent>(schema);

const remedies: Record<string, string> = {
  specversion: 'Send a CloudEvent of version "1.0".',
  id: 'Give the event an id of 1 to 256 characters; with the source it must be unique for ever.',
  source: 'Name the sender in 1 to 512 characters, for example /apps/field-service.',
  type: 'Name the measure with letters, digits and . _ : / -, for example order.closed.',
  time: 'Give the moment of measuring as RFC 3339, for example 2026-03-01T09:15:00Z, not older than 400 days and not in the future.',
  datacontenttype: 'Send the data as application/json.',
  data: 'Send an object with value, feature and dimensions only, or leave data out to count 1.',
  'data.value': 'Send a finite number between -1e15 and 1e15, or leave it out to count 1.',
  'data.feature': "Name one of the solution's features by its key, or leave it out.",
  'data.dimensions': `Send up to ${maxDimensions} dimensions as strings of up to ${maxDimensionLength} characters; names start with a letter.`,
};

const remedyFor = (field: string): string => {
  for (let known = field; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('.')))) {
    if (Object.hasOwn(remedies, known)) return remedies[known];
  }
  return 'Use the attributes of a CloudEvent 1.0: lower-case letters and digits, at most 64.';
};

const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);

function faultOf(error: ErrorObject): { field: string; detail: string } {
  const params = error.params as { missingProperty?: string; additionalProperty?: string; propertyName?: string };
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => shown(part.replaceAll('~1', '/').replaceAll('~0', '~')));
  const detail = shown(error.message ?? 'is not valid');
  if (params.missingProperty) return { field: [...path, params.missingProperty].join('.'), detail: 'is missing' };
  if (error.keyword === 'additionalProperties')
    return { field: [...path, shown(params.additionalProperty ?? '')].join('.'), detail: 'is not known' };
  if (error.propertyName !== undefined)
    return { field: [...path, shown(error.propertyName)].join('.'), detail: 'is not a name that a dimension can have' };
  if (error.keyword === 'type' && path.length === 0) return { field: 'event', detail: 'is not an object' };
  return { field: path.join('.') || 'event', detail };
}

/** Text that PostgreSQL stores as it is: no NUL, no half of a surrogate pair. */
const isStorable = (text: string): boolean => !/[\u0000\ud800-\udfff]/u.test(text);

/**
 * Turns an event as sent into a measurement, or says why not. `time` is when it was measured; it may be up to one hour ahead of `nowMs` and up
 * to 400 days behind. `data.value` counts 1 when left out.
 */
export function toMeasurement(position: number, sent: unknown, nowMs: number): { measurement: Measurement } | { refusal: Refusal } {
  const sentId = (sent as { id?: unknown } | null)?.id;
  const refuse = (field: string, detail: string): { refusal: Refusal } => ({
    refusal: {
      position,
      id: typeof sentId === 'string' ? shown(sentId) : null,
      field,
      detail: `${field} ${detail}`,
      remedy: remedyFor(field),
    },
  });
  if (!matchesSchema(sent)) {
    const { field, detail } = faultOf((matchesSchema.errors as ErrorObject[])[0]);
    return refuse(field, detail);
  }
  const { id, source, type, time } = sent;
  if (!isStorable(id)) return refuse('id', 'has a NUL or broken character');
  if (!isStorable(source)) return refuse('source', 'has a NUL or broken character');
  const atMs = rfc3339.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(atMs)) return refuse('time', 'is not a moment in RFC 3339');
  if (atMs > nowMs + maxAheadMs) return refuse('time', 'lies more than an hour ahead');
  if (atMs < nowMs - maxAgeMs) return refuse('time', 'lies more than 400 days back');
  const dimensions = sent.data?.dimensions ?? {};
  for (const name of Object.keys(dimensions)) {
    if (!isStorable(dimensions[name])) return refuse(`data.dimensions.${name}`, 'has a NUL or broken character');
  }
  return {
    measurement: {
      source,
      id,
      measure: type,
      at: new Date(atMs).toISOString(),
      value: sent.data?.value ?? 1,
      feature: sent.data?.feature ?? null,
      dimensions,
    },
  };
}
