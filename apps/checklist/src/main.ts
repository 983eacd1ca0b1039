import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import { checklistService } from '@slipway/checklist';

void runService({ name: 'checklist', services: [checklistService], transport: eventTransport });
