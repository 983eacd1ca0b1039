import type { DateTime } from 'luxon';
import type { ServiceDatabase } from '../database/service-database';
import type { DueWorkRunner } from './due-work-runner';

/** A service's timers. Timers are hints, rows are truth: `run` reads from the rows what is due. */
export class DueWork {
  constructor(
    private readonly service: string,
    private readonly database: ServiceDatabase,
    private readonly runner: DueWorkRunner,
  ) {}

  /**
   * Registers work in onModuleInit.
   * @param name unique within the service
   * @param everySeconds the longest time that work stays undone when every wake-up is lost
   * @param run finds rows whose due column has passed (FOR UPDATE SKIP LOCKED), works them off, returns how many; called again
   *   while it returns more than 0. Never twice at once, over all processes.
   */
  register(name: string, everySeconds: number, run: () => Promise<number>): void {
    this.runner.register({ name: this.fullName(name), everySeconds, run });
  }

  /** Asks for a run at an instant; after the commit of the transaction around it. A hint: never throws, may get lost. */
  async wakeAt(name: string, at: DateTime): Promise<void> {
    this.database.afterCommit(() => this.runner.wakeAt(this.fullName(name), at));
  }

  /** Asks for a run as soon as the transaction around it has committed. */
  async wakeNow(name: string): Promise<void> {
    this.database.afterCommit(() => this.runner.wakeNow(this.fullName(name)));
  }

  /** Runs registered work at once and tells how many rows it worked off; errors are thrown. */
  runNow(name: string): Promise<number> {
    return this.runner.runNow(this.fullName(name));
  }

  private fullName(name: string): string {
    return `${this.service}.${name}`;
  }
}
