import type { SentEvent } from './read-batch';
import { toMeasurement, type Measurement, type Refusal } from './to-measurement';

const maxMeasurementsPerChunk = 500;
/** Well below what a broker takes in one record. */
const maxBytesPerChunk = 400_000;

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

const roughBytes = ({ source, id, measure, feature, dimensions }: Measurement): number => {
  let length = 150 + source.length + id.length + measure.length + (feature?.length ?? 0);
  for (const name of Object.keys(dimensions)) length += 6 + name.length + dimensions[name].length;
  return length * 3;
};

/** Cuts measurements into chunks that fit one event each, in their order. */
export function chunked(measurements: readonly Measurement[]): Measurement[][] {
  const chunks: Measurement[][] = [];
  let chunk: Measurement[] = [];
  let bytes = 0;
  for (const measurement of measurements) {
    const size = roughBytes(measurement);
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
