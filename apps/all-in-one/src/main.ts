import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import path from 'node:path';
import { runSample } from './sample/run-sample';
import { allServices } from './services';

/** The sample's help desks answer on this machine, which webhooks otherwise never call. */
function withSampleDesks(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const hosts = [env['SLIPWAY_WEBHOOK_ALLOWED_HOSTS'], '127.0.0.1'].filter(Boolean).join(',');
  return { ...env, SLIPWAY_WEBHOOK_ALLOWED_HOSTS: hosts };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const sample = process.argv.includes('--sample');
  const running = await runService({
    name: 'all-in-one',
    services: allServices,
    transport: eventTransport,
    web: path.join(__dirname, '../../web/dist'),
    env: sample ? withSampleDesks(process.env) : process.env,
  });
  say(`Slipway is ready at ${running.config.publicUrl} (API: ${running.config.publicUrl}/api/docs)`);
  if (sample) await runSample(running.url, running.config.dataDir, say);
}

void main();
