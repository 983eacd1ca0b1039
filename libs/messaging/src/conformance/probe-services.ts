import { Inject, Module } from '@nestjs/common';
import { defineEvent, type EventData, type EventEnvelope } from '@slipway/contracts';
import { protectEngagementTable } from '@slipway/service-host';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Consumer, Handles } from '../consumers/consumer';
import { messagingMigrations } from '../migrations/messaging-migrations';

/** The event with which transports are tried. */
export const stepTaken = defineEvent({
  type: 'kpi.stepTaken.v1',
  topic: 'kpi.steps',
  summary: 'A thing took its next step.',
  key: (data) => data.thing,
  schema: z.object({ engagementId: z.uuid(), thing: z.string(), step: z.int() }),
  example: { engagementId: '0192f1a0-0000-7000-8000-000000000001', thing: 'a', step: 1 },
});
export type StepTaken = EventEnvelope<EventData<typeof stepTaken>>;

/** What a probe does with an event besides noting it; a test sets it. */
export class ProbeBehaviour {
  before: (consumer: string, event: StepTaken, tx: EntityManager) => Promise<void> = () => Promise.resolve();
  after: (consumer: string, event: StepTaken, tx: EntityManager) => Promise<void> = () => Promise.resolve();

  async handle(service: string, consumer: string, event: StepTaken, tx: EntityManager): Promise<void> {
    await this.before(consumer, event, tx);
    await tx.query(
      `INSERT INTO ${service}.seen (event_id, consumer, thing, step, traceparent, engagement_id) VALUES ($1, $2, $3, $4, $5, $6)`,
      [event.id, consumer, event.data.thing, event.data.step, event.traceparent, event.engagementId],
    );
    await this.after(consumer, event, tx);
  }
}

@Consumer('tickets')
export class TicketsProbe {
  constructor(@Inject(ProbeBehaviour) private readonly behaviour: ProbeBehaviour) {}

  @Handles(stepTaken)
  async onStep(event: StepTaken, tx: EntityManager): Promise<void> {
    await this.behaviour.handle('tickets', 'tickets', event, tx);
  }
}

/** A second handler of the same event in the same service. */
@Consumer('tickets')
export class TicketsWitness {
  constructor(@Inject(ProbeBehaviour) private readonly behaviour: ProbeBehaviour) {}

  @Handles(stepTaken)
  async onStep(event: StepTaken, tx: EntityManager): Promise<void> {
    await this.behaviour.handle('tickets', 'witness', event, tx);
  }
}

@Consumer('scheduler')
export class SchedulerProbe {
  constructor(@Inject(ProbeBehaviour) private readonly behaviour: ProbeBehaviour) {}

  @Handles(stepTaken)
  async onStep(event: StepTaken, tx: EntityManager): Promise<void> {
    await this.behaviour.handle('scheduler', 'scheduler', event, tx);
  }
}

@Module({ providers: [ProbeBehaviour], controllers: [TicketsProbe, TicketsWitness, SchedulerProbe] })
export class ProbeModule {}

/** Tells events and hears none. */
@Module({ providers: [ProbeBehaviour] })
export class SilentModule {}

const probeMigrations = (service: string): Function[] => {
  class ProbeTables1763900000001 implements MigrationInterface {
    readonly name = `${service}ProbeTables1763900000001`;

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(
        `CREATE TABLE ${service}.seen (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid, consumer text, thing text, step int, traceparent text, engagement_id uuid NOT NULL)`,
      );
      await runner.query(protectEngagementTable(service, 'seen'));
      await runner.query(`CREATE TABLE ${service}.taken (thing text, step int, engagement_id uuid NOT NULL, PRIMARY KEY (thing, step))`);
      await runner.query(protectEngagementTable(service, 'taken'));
    }

    down(): Promise<void> {
      return Promise.reject(new Error('migrations are forward only'));
    }
  }
  return [...messagingMigrations(service), ProbeTables1763900000001];
};

export const probeServices = (['kpi', 'tickets', 'scheduler'] as const).map((name) => ({ name, migrations: probeMigrations(name) }));
