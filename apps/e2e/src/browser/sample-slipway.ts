import fs from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { dataFolder, freshDatabase } from '../harness/composition';
import { eventually } from '../harness/eventually';
import { freePort, ServiceProcess } from '../harness/service-process';

/** The all-in-one with the sample loaded, as a newcomer has it, on a database that the specs may look into. */
export interface SampleSlipway {
  url: string;
  password: string;
  query(sql: string): Promise<{ rowCount: number | null; rows: any[] }>;
  stop(): Promise<void>;
}

export async function startSample(): Promise<SampleSlipway> {
  const database = await freshDatabase();
  const folder = await dataFolder();
  const process = new ServiceProcess(
    'all-in-one',
    await freePort(),
    { SLIPWAY_LOG_LEVEL: 'warn', SLIPWAY_RATE_LIMIT: '1000000', SLIPWAY_DATABASE_URL: database.url, SLIPWAY_DATA_DIR: folder },
    ['--sample'],
  );
  const stop = async () => {
    await process.end();
    await database.drop();
    await fs.rm(folder, { recursive: true, force: true });
  };
  try {
    await process.start();
    const sample = await eventually(
      'the sample is loaded',
      async () => {
        if (process.output.includes('could not be loaded')) return { password: '', fault: process.output };
        return { ...JSON.parse(await fs.readFile(path.join(folder, 'sample.json'), 'utf8')), fault: null };
      },
      () => true,
      240,
    );
    if (sample.fault !== null) throw new Error(sample.fault);
    const query = async (sql: string) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      return await client.query(sql).finally(() => client.end());
    };
    return { url: process.url, password: sample.password as string, query, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
