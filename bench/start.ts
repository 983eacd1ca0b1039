import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RunningProcess } from './running-process';

/** `npm start` on a built clone with data, to ready; reference: a bare Nest on Fastify with one route. Median of five, seconds. */
async function bench(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  fs.chmodSync(folder, 0o755);
  const env = {
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_DATABASE_URL: '',
    SLIPWAY_KAFKA_BROKERS: '',
    SLIPWAY_REDIS_URL: '',
    SLIPWAY_LOG_LEVEL: 'warn',
  };
  const ours: number[] = [];
  const reference: number[] = [];
  console.log('first start, which makes the database …');
  const first = await RunningProcess.start('npm', ['start', '--', '--empty'], env);
  console.log(`first start: ${first.seconds.toFixed(2)} s`);
  await first.process.stop();
  for (let round = 1; round <= 5; round++) {
    const own = await RunningProcess.start('npm', ['start', '--', '--empty'], env);
    await own.process.stop();
    const bare = await RunningProcess.start(process.execPath, [path.join(__dirname, 'bare-nest.cjs')], {});
    await bare.process.stop();
    ours.push(own.seconds);
    reference.push(bare.seconds);
    console.log(`round ${round}: npm start ${own.seconds.toFixed(2)} s, bare Nest ${bare.seconds.toFixed(2)} s`);
  }
  fs.rmSync(folder, { recursive: true, force: true });
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const result = {
    name: 'start',
    unit: 's',
    ours: round2(median(ours)),
    reference: round2(median(reference)),
    ratio: round2(median(ours) / median(reference)),
  };
  console.log(JSON.stringify(result));
}

const round2 = (value: number) => Number(value.toFixed(2));

void bench();
