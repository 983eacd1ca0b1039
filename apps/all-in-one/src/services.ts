import { checklistService } from '@slipway/checklist';
import { directoryService } from '@slipway/directory';
import { kpiService } from '@slipway/kpi';
import { schedulerService } from '@slipway/scheduler';
import type { ServiceDefinition } from '@slipway/service-host';
import { ticketsService } from '@slipway/tickets';

/** The directory first: the others ask it who is calling. */
export const allServices: ServiceDefinition[] = [directoryService, checklistService, kpiService, ticketsService, schedulerService];
