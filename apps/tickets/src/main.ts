import { eventTransport } from '@slipway/messaging';
import { runService } from '@slipway/service-host';
import { ticketsService } from '@slipway/tickets';

void runService({ name: 'tickets', services: [ticketsService], transport: eventTransport });
