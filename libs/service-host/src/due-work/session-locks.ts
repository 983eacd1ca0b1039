import { Client } from 'pg';

/** Advisory locks in a PostgreSQL session of their own: what one process holds, no other takes; they end with the process. */
export class SessionLocks {
  private client: Promise<Client> | undefined;
  private readonly held = new Set<string>();
  /** One session takes one query at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly connectionString: string) {}

  /** @returns false when somebody else holds it, here or in another process. Rejects while PostgreSQL is away. */
  async take(name: string): Promise<boolean> {
    if (this.held.has(name)) return false;
    this.held.add(name);
    try {
      const rows = await this.inTurn(async () => {
        const client = await this.session();
        return (
          await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(hashtext('slipway.due'), hashtext($1)) AS taken`, [name])
        ).rows;
      });
      const taken = rows[0]?.taken ?? false;
      if (!taken) this.held.delete(name);
      return taken;
    } catch (error) {
      this.held.delete(name);
      throw error;
    }
  }

  async release(name: string): Promise<void> {
    try {
      await this.inTurn(async () => {
        if (this.client) await (await this.client).query(`SELECT pg_advisory_unlock(hashtext('slipway.due'), hashtext($1))`, [name]);
      });
    } catch {
      // the session is gone, and its locks with it
    } finally {
      this.held.delete(name);
    }
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private session(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'slipway due work',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
    });
    const lost = () => {
      this.client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}
