import type { SentEvent } from './read-batch';
import { toMeasurement, type Measurement, type Refusal } from './to-measurement';

/** What the event's contract allows. */
const maxMeasurementsPerChunk = 1_000;
/** Somewhat below what the outbox takes in one event. */
const maxBytesPerChunk = 850_000;

export interface AcceptedBatch {
  accepted: Measurement[];
  refused: Refusal[];
}

/** Keeps the good events of a batch and says of each other one why it was refused. */
export function acceptBatch(events: readonly SentEvent[], nowMs: number): AcceptedBatch {
  const accepted: Measurement[] = [];
  const refused: Refusal[] = [];
  for (const event of events) {
    if ('unreadable' in event) {
      refused.push({
        position: event.position,
        id: null,
        field: 'event',
        detail: event.unreadable,
        remedy: 'Send each event as one JSON object in which every name is given once.',
      });
      continue;
    }
    const result = toMeasurement(event.position, event.value, nowMs);
    if ('refusal' in result) refused.push(result.refusal);
    else accepted.push(result.measurement);
  }
  return { accepted, refused };
}

/** Bytes of a measurement as JSON: a bound that is cheap for the usual short ones, exact for long ones. */
function bytesOf(measurement: Measurement): number {
  const { source, id, measure, feature, dimensions } = measurement;
  let characters = source.length + id.length + measure.length + (feature?.length ?? 0);
  for (const name of Object.keys(dimensions)) characters += name.length + dimensions[name].length + 1;
  const bound = 200 + 6 * characters;
  return bound * maxMeasurementsPerChunk <= maxBytesPerChunk ? bound : Buffer.byteLength(JSON.stringify(measurement)) + 1;
}

/** Cuts measurements into chunks that fit one event each, in their order. */
export function chunked(measurements: readonly Measurement[]): Measurement[][] {
  const chunks: Measurement[][] = [];
  let chunk: Measurement[] = [];
  let bytes = 0;
  for (const measurement of measurements) {
    const size = bytesOf(measurement);
    if (chunk.length > 0 && (chunk.length === maxMeasurementsPerChunk || bytes + size > maxBytesPerChunk)) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(measurement);
    bytes += size;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
