import type { z } from 'zod';
import type { targetsView } from './clocks/targets';
import type { connectionTest, deskCreated } from './desks/desk-schemas';
import type { inboundDelivery } from './intake/inbound-deliveries.controller';
import type { outboundDelivery } from './outbound/outbound-deliveries.controller';
import type { testTicket } from './test-tickets/test-tickets.controller';

export { ticketsService } from './tickets.module';
export { type OutboundPayload, outboundPayload } from './outbound/outbound-payload';
export type { TicketSummary, TicketView } from './tickets/ticket-schemas';
export type { Desk } from './desks/desk-schemas';
export type { HypercareView } from './hypercare/hypercare-schemas';
export type DeskCreatedView = z.output<typeof deskCreated>;
export type ConnectionTestView = z.output<typeof connectionTest>;
export type InboundDeliveryView = z.output<typeof inboundDelivery>;
export type OutboundDeliveryView = z.output<typeof outboundDelivery>;
export type TestTicketView = z.output<typeof testTicket>;
export type TargetsView = z.output<typeof targetsView>;
