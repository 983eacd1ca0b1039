import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A process under measurement, in its own group so that all of it can be ended. */
export class RunningProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly printed: () => string,
  ) {}

  /** Starts a command with PORT set; answers when `/health/ready` does, with the seconds that it took. */
  static async start(
    command: string,
    options: string[],
    env: Record<string, string>,
  ): Promise<{ process: RunningProcess; seconds: number }> {
    const port = await freePort();
    const startedAt = performance.now();
    const child = spawn(command, options, { env: { ...process.env, ...env, PORT: String(port) }, detached: true });
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
    const url = `http://127.0.0.1:${port}`;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`it ended at start: ${printed}`);
      if (
        await fetch(`${url}/health/ready`).then(
          (answer) => answer.ok,
          () => false,
        )
      )
        break;
      await pause(10);
    }
    return { process: new RunningProcess(child, url, () => printed), seconds: (performance.now() - startedAt) / 1000 };
  }

  /** Ends the whole group and waits for it. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    process.kill(-(this.child.pid as number), 'SIGTERM');
    await ended;
  }

  /** Resident memory in MB of the Node processes of the group whose command line has `name`; PostgreSQL does not count. */
  residentMegabytes(name: string): number {
    const group = String(this.child.pid);
    let kilobytes = 0;
    for (const pid of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2] !== group || !command.includes(name)) continue;
        kilobytes += Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
      } catch {
        continue;
      }
    }
    return kilobytes / 1024;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}
