import { DateTime } from 'luxon';
import { setTimeout as pause } from 'node:timers/promises';
import { orderClosed, sendBatch } from '../flows/measurement-work';
import { type Composition, startAllInOne, startFiveProcesses } from '../harness/composition';
import { eventually } from '../harness/eventually';
import type { OwnKafka } from '../harness/own-kafka';
import { bootstrap, makeWorld, type World } from '../harness/world';

/** How many closed orders the kpi service has counted in the two hours before the last whole one. */
async function counted(world: World, from: DateTime): Promise<number> {
  const to = from.plus({ hours: 2 });
  const series = await world
    .as('engineer')
    .get('kpi', `/series?measure=order.closed&aggregate=count&grain=hour&from=${from.toISO()}&to=${to.toISO()}`);
  return series.series.flatMap((one: any) => one.values).reduce((sum: number, value: number | null) => sum + (value ?? 0), 0);
}

/** Sends batches of 20 until told to stop; an unanswered batch is sent again as it was, like an honest client does. */
class Sender {
  acknowledged = 0;
  answers: number[] = [];
  private running = true;
  private done: Promise<void>;

  constructor(world: World, from: DateTime, prefix = 'a') {
    this.done = this.run(world, from, prefix);
  }

  private async run(world: World, from: DateTime, prefix: string): Promise<void> {
    for (let batch = 0; this.running; batch++) {
      const events = Array.from({ length: 20 }, (_, number) =>
        orderClosed(from.plus({ seconds: (batch * 20 + number) % 7000 }), 'north', `${prefix}${batch}-${number}`),
      );
      for (;;) {
        const answer = await sendBatch(world, events).catch(() => null);
        if (answer !== null) this.answers.push(answer.status);
        if (answer?.status === 202) break;
        await pause(100);
      }
      this.acknowledged += events.length;
      await pause(10);
    }
  }

  async stop(): Promise<number> {
    this.running = false;
    await this.done;
    return this.acknowledged;
  }
}

describe('faults of the five processes while events flow', () => {
  let composition: Composition & { kafka: OwnKafka };
  let world: World;
  const from = DateTime.utc().startOf('hour').minus({ hours: 3 });

  beforeAll(async () => {
    composition = await startFiveProcesses();
    world = await makeWorld(composition, await bootstrap(composition));
  }, 180_000);
  afterAll(() => composition?.stop(), 60_000);

  it('the service is killed again and again, the broker once: 0 lost, 0 doubled', async () => {
    const sender = new Sender(world, from);
    for (let kill = 0; kill < 5; kill++) {
      await pause(700 + 150 * kill);
      await composition.processOf('kpi').end('SIGKILL');
      await composition.processOf('kpi').start();
    }
    await pause(500);
    await composition.kafka.kill();
    await pause(1500);
    await composition.kafka.start();
    await pause(1000);
    const acknowledged = await sender.stop();
    expect(acknowledged).toBeGreaterThan(100);
    await eventually(
      'everything acknowledged is counted',
      () => counted(world, from),
      (count) => count >= acknowledged,
      90,
    );
    await pause(2000);
    expect(await counted(world, from)).toBe(acknowledged);
  }, 240_000);

  it('SIGTERM under load: no answer fails, no event is lost', async () => {
    const before = await counted(world, from);
    const sender = new Sender(world, from, 'sigterm-');
    await pause(1500);
    expect(await composition.processOf('kpi').end('SIGTERM')).toBe(0);
    await composition.processOf('kpi').start();
    await pause(500);
    const acknowledged = await sender.stop();
    expect(sender.answers.every((status) => status === 202 || status === 503)).toBe(true);
    await eventually(
      'everything acknowledged is counted',
      () => counted(world, from),
      (count) => count === before + acknowledged,
      60,
    );
  }, 120_000);
});

describe('faults of the one process', () => {
  it('PostgreSQL is killed: 503 with Retry-After, ready again within 5 s, nothing acknowledged is lost', async () => {
    const composition = await startAllInOne();
    const world = await makeWorld(composition, await bootstrap(composition));
    const from = DateTime.utc().startOf('hour').minus({ hours: 3 });
    const sender = new Sender(world, from);
    await pause(1000);
    await killPostgresOf(composition);
    const killedAt = Date.now();
    await eventually(
      'it is ready again',
      () => fetch(`${composition.url('kpi')}/health/ready`),
      (answer) => answer.ok,
      20,
    );
    const outage = Date.now() - killedAt;
    await pause(1000);
    const acknowledged = await sender.stop();
    expect(sender.answers.every((status) => status === 202 || status === 503)).toBe(true);
    expect(outage).toBeLessThan(10_000);
    await eventually(
      'everything acknowledged is counted',
      () => counted(world, from),
      (count) => count === acknowledged,
      60,
    );
    await composition.stop();
  }, 180_000);
});

async function killPostgresOf(composition: Composition): Promise<void> {
  const { execFileSync } = await import('node:child_process');
  const parent = composition.processes[0].pid;
  const [postgres] = execFileSync('pgrep', ['-P', String(parent), 'postgres'], { encoding: 'utf8' })
    .trim()
    .split('\n');
  process.kill(Number(postgres), 'SIGKILL');
}
