import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from './node-process.main';

/** A node in a process of its own, which can be killed like any. */
export class NodeProcess {
  private readonly heard: string[] = [];
  private failure: string | undefined;
  /** Resolves with exit code or signal. */
  readonly ended: Promise<string>;

  constructor(private readonly child: ChildProcess) {
    child.on('message', (message: { said: string; cause?: string }) => {
      this.heard.push(message.said);
      if (message.said === 'failed') this.failure = message.cause;
    });
    this.ended = once(child, 'exit').then(([code, signal]) => String((signal as string | null) ?? code));
  }

  /** From the sources, or, where `npm test` has built everything (SLIPWAY_TEST_BUILT), the built file, which loads much faster. */
  static spawn(): NodeProcess {
    const root = join(__dirname, '../../../..');
    const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as ['ignore', 'ignore', 'inherit', 'ipc'] };
    if (process.env['SLIPWAY_TEST_BUILT'] === '1')
      return new NodeProcess(fork(join(root, 'libs/messaging/dist/conformance/node-process.main.js'), [], { ...options, execArgv: [] }));
    const env = { ...process.env, SWC_NODE_PROJECT: join(root, 'tsconfig.base.json') };
    const execArgv = ['-r', '@swc-node/register', '--conditions=@slipway/source'];
    return new NodeProcess(fork(join(__dirname, 'node-process.main.ts'), [], { ...options, execArgv, env }));
  }

  async tell(command: Command): Promise<void> {
    await this.hear('loaded');
    if (this.child.connected) this.child.send(command, () => undefined);
  }

  /** Waits until the process said it `times` times; fails when the process failed. */
  async hear(what: string, times = 1): Promise<void> {
    while (this.heard.filter((said) => said === what).length < times) {
      if (this.failure) throw new Error(`the node's process failed: ${this.failure}`);
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`the node's process ended before it said "${what}"`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
