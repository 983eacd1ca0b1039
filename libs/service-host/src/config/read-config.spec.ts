import { readConfig } from './read-config';

const together = { services: ['directory', 'checklist', 'kpi', 'tickets', 'scheduler'], split: false };
const alone = { services: ['kpi'], split: true };
const secret = 'x'.repeat(40);

function faultsOf(env: Record<string, string>, process = together): string[] {
  const read = readConfig(env, process);
  return 'faults' in read ? read.faults : [];
}

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({}, together)).toMatchObject({ settings: { port: 8080, host: '127.0.0.1', kafkaBrokers: [], logLevel: 'info' } });
  });

  it('takes blanks for unset', () => {
    expect(readConfig({ PORT: '', SLIPWAY_DATABASE_URL: ' ' }, together)).toMatchObject({
      settings: { port: 8080, databaseUrl: undefined },
    });
  });

  it('tells every fault at once, by name, without any value', () => {
    const faults = faultsOf({
      PORT: 'http',
      SLIPWAY_DATABASE_URL: 'mysql://root:hunter2@db/x',
      SLIPWAY_KAFKA_BROKERS: 'kafka://nope',
      SLIPWAY_REDIS_URL: 'nonsense-hunter3',
      SLIPWAY_SECRET: 'hunter4',
      SLIPWAY_LOG_LEVEL: 'loud',
      SLIPWAY_OIDC_CLIENT_SECRET: 'hunter5',
    });
    const names = [
      'PORT',
      'SLIPWAY_DATABASE_URL',
      'SLIPWAY_KAFKA_BROKERS',
      'SLIPWAY_REDIS_URL',
      'SLIPWAY_SECRET',
      'SLIPWAY_LOG_LEVEL',
      'SLIPWAY_OIDC_ISSUER',
      'SLIPWAY_OIDC_CLIENT_ID',
    ];
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(names);
    expect(faults.join()).not.toMatch(/hunter\d|root|nonsense/);
  });

  it('refuses to split without Kafka, and says why', () => {
    const faults = faultsOf({ SLIPWAY_DATABASE_URL: 'postgres://h/d', SLIPWAY_SECRET: secret, SLIPWAY_DIRECTORY_URL: 'http://d' }, alone);
    expect(faults).toEqual([
      expect.stringMatching(/^SLIPWAY_KAFKA_BROKERS is needed because the services run in several processes: events travel/),
    ]);
  });

  it('splits with what it needs', () => {
    const env = {
      SLIPWAY_DATABASE_URL: 'postgres://h/d',
      SLIPWAY_SECRET: secret,
      SLIPWAY_DIRECTORY_URL: 'http://d/',
      SLIPWAY_KAFKA_BROKERS: 'a:9092, b:9092',
    };
    expect(readConfig(env, alone)).toMatchObject({ settings: { kafkaBrokers: ['a:9092', 'b:9092'], directoryUrl: 'http://d' } });
    const { SLIPWAY_DIRECTORY_URL: _gone, ...without } = env;
    expect(faultsOf(without, alone)).toHaveLength(1);
    expect(faultsOf(without, { services: ['directory'], split: true })).toEqual([]);
  });

  it('needs the secret to migrate a database of one’s own', () => {
    expect(faultsOf({ SLIPWAY_DATABASE_URL: 'postgres://h/d' }, { ...together, migrating: true } as typeof together)).toEqual([
      expect.stringMatching(/^SLIPWAY_SECRET/),
    ]);
    expect(faultsOf({}, { ...together, migrating: true } as typeof together)).toEqual([]);
  });
});
