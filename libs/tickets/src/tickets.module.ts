import { Module } from '@nestjs/common';
import { AccessModule, accessMigrations } from '@slipway/access';
import { MessagingModule, messagingMigrations } from '@slipway/messaging';
import { type ServiceDefinition, ServiceHostModule } from '@slipway/service-host';
import { RunOutClocks } from './clocks/run-out-clocks.service';
import { TargetsController } from './clocks/targets.controller';
import { TicketClocks } from './clocks/ticket-clocks.service';
import { DeskSecrets } from './desks/desk-secrets.service';
import { DesksController } from './desks/desks.controller';
import { Desks } from './desks/desks.service';
import { HypercareWatch } from './hypercare/hypercare-watch.service';
import { HypercareController } from './hypercare/hypercare.controller';
import { HypercareService } from './hypercare/hypercare.service';
import { ReleasesConsumer } from './hypercare/releases.consumer';
import { ApplyChange } from './intake/apply-change.service';
import { HooksController } from './intake/hooks.controller';
import { InboundDeliveriesController } from './intake/inbound-deliveries.controller';
import { Intake } from './intake/intake.service';
import { ProcessDeliveries } from './intake/process-deliveries.service';
import { InitialTickets1764000400000 } from './migrations/1764000400000-initial-tickets';
import { DeliverOutbound } from './outbound/deliver-outbound.service';
import { OutboundDeliveriesController } from './outbound/outbound-deliveries.controller';
import { OutboundQueue } from './outbound/outbound-queue.service';
import { TestTicketsController } from './test-tickets/test-tickets.controller';
import { TestTickets } from './test-tickets/test-tickets.service';
import { MoveTicket } from './tickets/move-ticket.service';
import { OpenTicket } from './tickets/open-ticket.service';
import { ReadTickets } from './tickets/read-tickets.service';
import { TicketStore } from './tickets/ticket-store.service';
import { TicketWork } from './tickets/ticket-work.service';
import { TicketsController } from './tickets/tickets.controller';

@Module({
  imports: [
    ServiceHostModule.forService({ name: 'tickets', entities: [] }),
    MessagingModule.forService('tickets'),
    AccessModule.forService('tickets'),
  ],
  controllers: [
    DesksController,
    HooksController,
    InboundDeliveriesController,
    OutboundDeliveriesController,
    TicketsController,
    TargetsController,
    TestTicketsController,
    HypercareController,
    ReleasesConsumer,
  ],
  providers: [
    DeskSecrets,
    Desks,
    Intake,
    ProcessDeliveries,
    ApplyChange,
    OutboundQueue,
    DeliverOutbound,
    TicketStore,
    TicketClocks,
    TicketWork,
    MoveTicket,
    OpenTicket,
    ReadTickets,
    RunOutClocks,
    HypercareWatch,
    HypercareService,
    TestTickets,
  ],
})
export class TicketsModule {}

export const ticketsService: ServiceDefinition = {
  name: 'tickets',
  title: 'Tickets',
  description:
    "Tickets from the client's first line to the vendor's second line and back, across two help desks; hypercare after a release.",
  module: TicketsModule,
  entities: [],
  migrations: [...messagingMigrations('tickets'), ...accessMigrations('tickets'), InitialTickets1764000400000],
};
