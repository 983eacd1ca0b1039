import { newId } from '@slipway/service-host';
import { Client } from 'pg';

/** A variable of the test stack; without it a spec fails and says what to do. */
export function testVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run deploy/native/stack.sh up and set the variables that it prints`);
  return value;
}

/** An empty database of its own on the test server; any number may exist at once. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = testVariable('SLIPWAY_TEST_DATABASE_URL');
  const name = `slipway_${newId().replaceAll('-', '')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs SQL as the role of the URL, which the services never have. */
export async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
