import { type BackendFactory, createPostgresBackend, createRedisBackend, type IQueueBackend, Queue, Worker } from 'bullmq';
import { createHash } from 'node:crypto';
import type { ServiceLog } from '../logging/service-log';
import { queueSchema } from '../database/migrate';

/** Wake-ups that outlive the process: BullMQ on Redis, or on PostgreSQL. */
export interface DueQueue {
  start(wake: (name: string) => Promise<void>): void;
  /** Never throws; a queue that is away loses the hint. */
  add(name: string, delayMs: number): void;
  stop(): Promise<void>;
}

export interface DueQueueOptions {
  /** One queue per kind of process, since its worker must know every name in it. */
  process: string;
  secret: string;
  redisUrl?: string;
  /** URL of the role that may use the queue's schema. */
  postgresUrl: string;
  log: ServiceLog;
}

type HintQueue = Queue<object, unknown, string, object, unknown, string, IQueueBackend, never>;
type HintWorker = Worker<object, unknown, string, IQueueBackend, never, never>;

export class BullDueQueue implements DueQueue {
  private readonly queueName: string;
  private queue: HintQueue | undefined;
  private worker: HintWorker | undefined;
  private complained = false;

  constructor(private readonly options: DueQueueOptions) {
    const installation = createHash('sha256').update(`slipway queue/${options.secret}`).digest('hex').slice(0, 8);
    this.queueName = `slipway-${installation}-${options.process}`;
  }

  start(wake: (name: string) => Promise<void>): void {
    const backend = this.backend();
    this.queue = new Queue(
      this.queueName,
      {
        connection: this.connection({ maxRetriesPerRequest: 1, enableOfflineQueue: false }),
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
      },
      backend,
    );
    this.worker = new Worker(
      this.queueName,
      (job) => wake(job.name),
      { connection: this.connection({ maxRetriesPerRequest: null }), concurrency: 10, drainDelay: 30, stalledInterval: 60_000 },
      backend,
    );
    const lost = (error: Error) => {
      if (!this.complained) this.options.log.warn({ cause: error.message }, 'the queue of wake-ups is away; sweeps go on without it');
      this.complained = true;
    };
    this.queue.on('error', lost);
    this.worker.on('error', lost);
    this.worker.on('ready', () => (this.complained = false));
  }

  add(name: string, delayMs: number): void {
    const delay = Math.max(0, Math.ceil(delayMs));
    const jobId = `${name}@${Math.ceil((Date.now() + delay) / 1000)}`;
    this.queue
      ?.add(name, {}, { delay, jobId })
      .catch((error: Error) => this.options.log.debug({ name, cause: error.message }, 'a wake-up was lost'));
  }

  async stop(): Promise<void> {
    await within(1_000, this.worker?.close(true));
    await within(1_000, this.queue?.close());
  }

  /** Named for each queue, since the library's default is one for the whole process. */
  private backend(): BackendFactory<IQueueBackend, never> {
    return (this.options.redisUrl === undefined ? createPostgresBackend : createRedisBackend) as BackendFactory<IQueueBackend, never>;
  }

  private connection(redis: { maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean }): never {
    const { redisUrl, postgresUrl } = this.options;
    const connection =
      redisUrl === undefined ? { connectionString: postgresUrl, schema: queueSchema, max: 2 } : { url: redisUrl, ...redis };
    return connection as never;
  }
}

async function within(milliseconds: number, work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work?.catch(() => undefined), limit]);
  clearTimeout(timer);
}
