import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Probe, startProbe } from '../testing/probe-service';

/** Sends a request over kept-alive connections; tells what came of it. */
function send(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'POST', agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(String(response.statusCode)));
      response.on('error', (error) => resolve(error.message));
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end();
  });
}

/** Twenty clients that send one request after the other until the process says that it is stopping, as behind a load balancer. */
async function underLoad(probe: Probe, stop: () => Promise<void>): Promise<Map<string, number>> {
  const outcomes = new Map<string, number>();
  let balanced = true;
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (balanced) {
      const outcome = await send(agent, `${probe.url}/api/kpi/v1/slow/${Math.ceil(Math.random() * 60)}`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    agent.destroy();
  };
  const clients = Array.from({ length: 20 }, client);
  const balancer = (async () => {
    while (balanced) {
      await pause(100);
      balanced = (await fetch(`${probe.url}/health/ready`).catch(() => undefined))?.status === 200;
    }
  })();
  await pause(700);
  await stop();
  await Promise.all([...clients, balancer]);
  return outcomes;
}

describe('stopping under load', () => {
  it('fails no request: readiness says no first, then what is in flight is finished', async () => {
    const probe = await startProbe();
    const outcomes = await underLoad(probe, async () => {
      probe.health.stop();
      await pause(500);
      await probe.stop();
    });
    expect([...outcomes.keys()]).toEqual(['201']);
    expect(outcomes.get('201')).toBeGreaterThan(100);
  });

  it('control: without waiting for what is in flight, requests fail', async () => {
    const probe = await startProbe();
    const outcomes = await underLoad(probe, async () => {
      const server = probe.app.getHttpServer();
      server.close();
      server.closeAllConnections();
      await probe.stop();
    });
    expect([...outcomes.keys()].filter((outcome) => outcome !== '201').length).toBeGreaterThan(0);
  });

  it('tells clients to close their connections', async () => {
    const probe = await startProbe();
    const agent = new Agent({ keepAlive: true });
    probe.health.stop();
    const connection = await new Promise((resolve) => {
      request(`${probe.url}/health/ready`, { agent }, (response) => {
        response.resume();
        resolve([response.statusCode, response.headers.connection]);
      }).end();
    });
    expect(connection).toEqual([503, 'close']);
    agent.destroy();
    await probe.stop();
  });
});
