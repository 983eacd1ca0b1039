import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const root = path.resolve(__dirname, '../../../..');

/** Runs a tool, the workspace's own where it has one; answers its exit code and everything that it printed. */
export function runTool(command: string, options: string[], input?: string): { status: number; output: string } {
  const own = path.join(root, 'node_modules', '.bin', command);
  const run = spawnSync(fs.existsSync(own) ? own : command, options, {
    cwd: root,
    input,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0', NODE_OPTIONS: '' },
  });
  return { status: run.status ?? -1, output: `${run.stdout ?? ''}${run.stderr ?? ''}` };
}
