import { runService } from '../run-service';
import { serviceNames } from '../service-definition';
import { NoteTimer, probeService } from './probe-service';

/** The probe as a process of its own, for specs that kill it; `PROBE_SPLIT` makes it one of several. */
async function main(): Promise<void> {
  NoteTimer.everySeconds = Number(process.env['PROBE_EVERY_SECONDS'] ?? 3600);
  const others = serviceNames
    .filter((name) => name !== 'kpi')
    .map((name) => ({ ...probeService, name, module: class Empty {}, entities: [], migrations: [] }));
  const services = process.env['PROBE_SPLIT'] ? [probeService] : [probeService, ...others];
  const running = await runService({ name: 'probe', services, ...(process.env['PROBE_WEB'] ? { web: process.env['PROBE_WEB'] } : {}) });
  process.stdout.write(`listening ${running.url}\n`);
}

void main();
