import type { DateTime } from 'luxon';
import type { Clock } from '../clock/clock';
import type { ServiceLog } from '../logging/service-log';
import type { DueQueue } from './due-queue';
import type { SessionLocks } from './session-locks';

export interface DueWorkRegistration {
  name: string;
  everySeconds: number;
  run: () => Promise<number>;
}

interface Entry extends DueWorkRegistration {
  running: Promise<number> | undefined;
  again: boolean;
  failures: number;
  timer: NodeJS.Timeout | undefined;
}

/** Takes part in metrics: one line per run. */
export type DueWorkObserver = (name: string, outcome: 'done' | 'nothing' | 'failed' | 'elsewhere', rows: number) => void;

export interface DueWorkRunnerOptions {
  clock: Clock;
  log: ServiceLog;
  /** Undefined: work runs only by {@link DueWorkRunner.runNow}, as tests want it. */
  automatic?: { queue: DueQueue; locks: SessionLocks };
  observe?: DueWorkObserver;
}

const roundsPerRun = 50;

/** Runs the due work of every service in the process: by wake-ups, and by a sweep that needs no queue. */
export class DueWorkRunner {
  private readonly entries = new Map<string, Entry>();
  private started = false;
  private stopping = false;

  constructor(private readonly options: DueWorkRunnerOptions) {}

  register(registration: DueWorkRegistration): void {
    if (this.entries.has(registration.name)) throw new Error(`due work ${registration.name} is registered twice`);
    if (!(registration.everySeconds > 0)) throw new Error(`due work ${registration.name} needs a positive number of seconds`);
    const entry: Entry = { ...registration, running: undefined, again: false, failures: 0, timer: undefined };
    this.entries.set(registration.name, entry);
    if (this.started) this.schedule(entry, Math.random());
  }

  names(): string[] {
    return [...this.entries.keys()];
  }

  start(): void {
    const { automatic } = this.options;
    if (!automatic || this.started) return;
    this.started = true;
    automatic.queue.start((name) => this.wakeNow(name));
    for (const entry of this.entries.values()) this.schedule(entry, 0.1 + Math.random() * 0.4);
  }

  /** Takes nothing new and waits for what is running. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    await this.options.automatic?.queue.stop();
    await Promise.all([...this.entries.values()].map((entry) => entry.running?.catch(() => 0)));
    await this.options.automatic?.locks.close();
  }

  wakeAt(name: string, at: DateTime): void {
    const delayMs = at.toMillis() - this.options.clock.now().toMillis();
    if (delayMs <= 0) void this.wakeNow(name);
    else this.options.automatic?.queue.add(name, delayMs);
  }

  /** Resolves when the run is over; never rejects. */
  async wakeNow(name: string): Promise<void> {
    const entry = this.entries.get(name);
    if (!entry || !this.options.automatic) return;
    if (entry.running) entry.again = true;
    await this.attempt(entry);
  }

  /** @throws what the work throws */
  async runNow(name: string): Promise<number> {
    const entry = this.entries.get(name);
    if (!entry) throw new Error(`no due work ${name}; there is ${this.names().join(', ') || 'none'}`);
    while (entry.running) await entry.running.catch(() => 0);
    return this.exclusively(entry);
  }

  private schedule(entry: Entry, share = 0.9 + Math.random() * 0.2): void {
    clearTimeout(entry.timer);
    if (this.stopping) return;
    const retryMs = entry.failures > 0 ? Math.min(entry.everySeconds * 1000, 500 * 2 ** entry.failures) : entry.everySeconds * 1000;
    entry.timer = setTimeout(() => void this.attempt(entry), retryMs * share);
    entry.timer.unref();
  }

  private async attempt(entry: Entry): Promise<void> {
    if (this.stopping) return;
    if (entry.running) {
      await entry.running.catch(() => 0);
      return;
    }
    try {
      do {
        entry.again = false;
        await this.exclusively(entry);
      } while (entry.again && !this.stopping);
      if (entry.failures > 0) this.options.log.info({ work: entry.name }, 'due work runs again');
      entry.failures = 0;
    } catch (error) {
      this.failed(entry, error);
    }
    this.schedule(entry);
  }

  private exclusively(entry: Entry): Promise<number> {
    const running = this.locked(entry).finally(() => (entry.running = undefined));
    entry.running = running;
    return running;
  }

  private async locked(entry: Entry): Promise<number> {
    const { automatic, observe } = this.options;
    if (automatic && !(await automatic.locks.take(entry.name))) {
      observe?.(entry.name, 'elsewhere', 0);
      return 0;
    }
    try {
      return await this.rounds(entry);
    } finally {
      await automatic?.locks.release(entry.name);
    }
  }

  private async rounds(entry: Entry): Promise<number> {
    let rows = 0;
    for (let round = 0; round < roundsPerRun && !(this.stopping && round > 0); round += 1) {
      const worked = await entry.run();
      rows += worked;
      if (worked <= 0) break;
    }
    this.options.observe?.(entry.name, rows > 0 ? 'done' : 'nothing', rows);
    return rows;
  }

  private failed(entry: Entry, error: unknown): void {
    entry.failures += 1;
    this.options.observe?.(entry.name, 'failed', 0);
    const fields = { work: entry.name, failures: entry.failures, cause: error instanceof Error ? error.message : String(error) };
    if (entry.failures === 10)
      this.options.log.error(
        { ...fields, stack: error instanceof Error ? error.stack : undefined },
        'due work has failed ten times in a row: find the cause',
      );
    else if (entry.failures === 1)
      this.options.log.warn({ ...fields, stack: error instanceof Error ? error.stack : undefined }, 'due work failed and is tried again');
    else this.options.log.debug(fields, 'due work failed again');
  }
}
