import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../workspace/run-tool';

/** A port of 127.0.0.1 that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** One built process of Slipway, as an operator would start it. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  private printed = '';

  constructor(
    readonly app: string,
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly options: string[] = [],
    private readonly runtime = process.execPath,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Everything that the process has printed. */
  get output(): string {
    return this.printed;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.app} is not running`);
    return this.child.pid;
  }

  /** Starts the process and waits until it is ready; fails with what it printed when it ends or takes longer than 60 s. */
  async start(): Promise<void> {
    this.spawn();
    await this.ready();
  }

  /** Runs the process until it ends by itself; fails with what it printed unless its exit code is 0. */
  async runToEnd(): Promise<string> {
    const [code] = (await once(this.spawn(), 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${this.app} ended with ${code}:\n${this.printed.slice(-4000)}`);
    return this.printed;
  }

  private spawn(): ChildProcess {
    this.printed = '';
    const main = path.join(root, 'apps', this.app, 'dist', 'main.js');
    const child = spawn(this.runtime, [main, ...this.options], {
      cwd: root,
      env: { ...cleanEnvironment(), ...this.env, PORT: String(this.port) },
    });
    this.child = child;
    child.stdout.on('data', (text: Buffer) => (this.printed += text.toString()));
    child.stderr.on('data', (text: Buffer) => (this.printed += text.toString()));
    return child;
  }

  async ready(): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      if (this.child?.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`${this.app} ended at start:\n${this.printed.slice(-4000)}`);
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await pause(100);
    }
    throw new Error(`${this.app} was not ready within 60 s:\n${this.printed.slice(-4000)}`);
  }

  /** Sends the signal and waits for the end; answers the exit code, null after a signal. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const [code] = (await ended) as [number | null];
    clearTimeout(timer);
    return code;
  }
}

/** The environment without Slipway's own variables, so that a test decides them all. */
export function cleanEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name, value]) => !name.startsWith('SLIPWAY_') && name !== 'NODE_OPTIONS' && value !== undefined),
  ) as Record<string, string>;
}
