import { directoryService } from '@slipway/directory';
import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import path from 'node:path';

void runService({
  name: 'directory',
  services: [directoryService],
  transport: eventTransport,
  web: path.join(__dirname, '../../web/dist'),
});
