import { Counter, Gauge, Histogram, collectDefaultMetrics, register } from 'prom-client';

/** Metrics belong to the process: services and specs that start several times share them. */
function once<M>(name: string, make: () => M): M {
  return (register.getSingleMetric(name) as M | undefined) ?? make();
}

export const requestDuration = once(
  'slipway_http_request_duration_seconds',
  () =>
    new Histogram({
      name: 'slipway_http_request_duration_seconds',
      help: 'Time to answer a request, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
);

const dueWorkRuns = once(
  'slipway_due_work_runs_total',
  () =>
    new Counter({
      name: 'slipway_due_work_runs_total',
      help: 'Runs of due work, by what became of them.',
      labelNames: ['work', 'outcome'],
    }),
);

const dueWorkRows = once(
  'slipway_due_work_rows_total',
  () => new Counter({ name: 'slipway_due_work_rows_total', help: 'Rows that due work has worked off.', labelNames: ['work'] }),
);

export function observeDueWork(work: string, outcome: string, rows: number): void {
  dueWorkRuns.inc({ work, outcome });
  if (rows > 0) dueWorkRows.inc({ work }, rows);
}

type Reading<L extends string> = { labels: Record<L, string>; value: number };

const readers = new Map<string, Set<() => Promise<Reading<string>[]>>>();

/**
 * A gauge that is read when somebody asks for the metrics; several services may read the same one, each for its own labels.
 * @param read gives the value of every set of labels; while it fails, these have no values
 * @returns how to take the reader out again
 */
export function gaugeOf<L extends string>(name: string, help: string, labelNames: L[], read: () => Promise<Reading<L>[]>): () => void {
  const known = readers.get(name) ?? new Set();
  readers.set(name, known.add(read));
  once(
    name,
    () =>
      new Gauge<string>({
        name,
        help,
        labelNames,
        async collect() {
          this.reset();
          const readings = await Promise.all([...(readers.get(name) ?? [])].map((each) => each().catch(() => [])));
          for (const { labels, value } of readings.flat()) this.set(labels, value);
        },
      }),
  );
  return () => known.delete(read);
}

let collecting = false;

/** The text of GET /metrics. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  collectProcessMetrics();
  return { contentType: register.contentType, text: await register.metrics() };
}

/** Memory, CPU, event loop. Once per process. */
export function collectProcessMetrics(): void {
  if (collecting) return;
  collecting = true;
  collectDefaultMetrics();
}
