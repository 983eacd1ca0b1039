import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../workspace/run-tool';
import { freePort } from './service-process';

const run = promisify(execFile);

/** A Kafka broker of one test: topics and consumer groups of other tests cannot meet it, and it may be killed. */
export interface OwnKafka {
  readonly brokers: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnKafka(): Promise<OwnKafka> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'slipway-kafka-'));
  const port = await freePort();
  const env = { ...process.env, KAFKA_DIR: folder, KAFKA_BASE_PORT: String(port), KAFKA_SESSION_MS: '3000' };
  const kafka = async (...options: string[]) => void (await run(path.join(root, 'deploy/native/kafka.sh'), options, { env }));
  await kafka('up', '1');
  return {
    brokers: `127.0.0.1:${port}`,
    kill: () => kafka('kill9', '1'),
    start: () => kafka('start', '1'),
    stop: async () => {
      await kafka('kill9', '1');
      await fs.rm(folder, { recursive: true, force: true });
    },
  };
}
