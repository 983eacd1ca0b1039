import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceConfig } from './config/service-config';
import { StartFault } from './start-fault';

const patienceMilliseconds = 5_000;

/** @throws StartFault when Kafka or Redis is configured and nobody answers at its address */
export async function requireReachable({
  kafkaBrokers,
  redisUrl,
}: Pick<ServiceConfig, 'kafkaBrokers'> & { redisUrl?: string | undefined }): Promise<void> {
  if (kafkaBrokers.length > 0 && !(await anyAnswers(kafkaBrokers)))
    throw new StartFault(`Kafka at ${kafkaBrokers.join(', ')} cannot be reached: start it, or check SLIPWAY_KAFKA_BROKERS.`);
  if (redisUrl !== undefined) {
    const address = addressOf(redisUrl);
    if (!(await anyAnswers([address])))
      throw new StartFault(`Redis at ${address} cannot be reached: start it, or check SLIPWAY_REDIS_URL.`);
  }
}

async function anyAnswers(addresses: string[]): Promise<boolean> {
  for (const limit = Date.now() + patienceMilliseconds; ; await pause(250)) {
    if (await anyAnswersNow(addresses)) return true;
    if (Date.now() > limit) return false;
  }
}

/** Host and port of a Redis, without its password. */
export function addressOf(redisUrl: string): string {
  const { hostname, port } = new URL(redisUrl);
  return `${hostname}:${port || '6379'}`;
}

/** Whether somebody takes a connection at one of these `host:port`, within two seconds. */
export async function anyAnswersNow(addresses: string[]): Promise<boolean> {
  return (await Promise.all(addresses.map(answersAt))).some(Boolean);
}

function answersAt(address: string): Promise<boolean> {
  const colon = address.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon).replace(/^\[|\]$/g, ''));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
