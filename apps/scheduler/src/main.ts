import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import { schedulerService } from '@slipway/scheduler';

void runService({ name: 'scheduler', services: [schedulerService], transport: eventTransport });
