import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import { kpiService } from '@slipway/kpi';

void runService({ name: 'kpi', services: [kpiService], transport: eventTransport });
