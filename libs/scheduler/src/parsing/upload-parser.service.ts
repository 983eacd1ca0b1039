import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { Problem } from '@slipway/service-host';
import type { ParsingResult, ParsingTask } from './parsing-task';

const atOnce = 2;
const waitingAtMost = 20;

/** Reads uploads in threads with limits on time and memory, so that a hostile file costs its sender only. */
@Injectable()
export class UploadParser {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Milliseconds that reading may take, without the start of the thread. */
  private readonly limitMs = { calendar: 2_000, load: 10_000 };

  /** @throws Problem 422 when the file cannot be read or takes too long, 503 when too many uploads wait. */
  async parse<Kind extends ParsingTask['kind']>(
    task: Extract<ParsingTask, { kind: Kind }>,
  ): Promise<Extract<ParsingResult, { kind: Kind }>> {
    await this.takeTurn();
    try {
      const result = await this.inThread(task);
      if (result.kind === 'fault') throw Problem.unprocessable(result.code, result.detail, result.remedy);
      return result as Extract<ParsingResult, { kind: Kind }>;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.running >= atOnce) {
      if (this.waiting.length >= waitingAtMost) {
        throw new Problem({
          status: 503,
          code: 'uploads-waiting',
          detail: 'Too many uploads are being read.',
          remedy: 'Send it again in a few seconds.',
          retryAfterSeconds: 5,
        });
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.running += 1;
  }

  private inThread(task: ParsingTask): Promise<ParsingResult> {
    const extension = extname(__filename);
    const fromSource = extension === '.ts';
    return new Promise((resolve, reject) => {
      const worker = new Worker(join(__dirname, `parsing-worker${extension}`), {
        execArgv: fromSource ? ['-r', '@swc-node/register', '--conditions=@slipway/source'] : [],
        resourceLimits: { maxOldGenerationSizeMb: 256, stackSizeMb: 4 },
      });
      let timer: NodeJS.Timeout | undefined;
      const end = (settle: () => void) => {
        clearTimeout(timer);
        void worker.terminate();
        settle();
      };
      worker.on('message', (message: 'ready' | ParsingResult) => {
        if (message !== 'ready') return end(() => resolve(message));
        timer = setTimeout(() => end(() => resolve(tooSlow(task, this.limitMs[task.kind]))), this.limitMs[task.kind]);
        worker.postMessage(task);
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        const hostile = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
        end(() => (hostile ? resolve(tooBig(task)) : reject(error)));
      });
      worker.on('exit', (code) => end(() => reject(new Error(`the reading thread ended with ${code} and without an answer`))));
    });
  }
}

const tooSlow = (task: ParsingTask, limitMs: number): ParsingResult => ({
  kind: 'fault',
  code: task.kind === 'calendar' ? 'calendar-too-slow' : 'csv-too-slow',
  detail: `Reading the file took longer than ${limitMs / 1000} s.`,
  remedy: 'Upload a shorter period, without endless recurrences.',
});

const tooBig = (task: ParsingTask): ParsingResult => ({
  kind: 'fault',
  code: task.kind === 'calendar' ? 'calendar-too-large' : 'csv-too-large',
  detail: 'The file needs more memory or nesting than any sensible one.',
  remedy: 'Upload a shorter period.',
});
