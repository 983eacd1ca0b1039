import type { Type } from '@nestjs/common';
import { type EventData, type EventEnvelope, engagementOpened, membershipChanged } from '@slipway/contracts';
import { Consumer, Handles } from '@slipway/messaging';
import type { EntityManager } from 'typeorm';
import { Members } from './members.service';

/** Keeps a service's copy of engagements and memberships. */
export function membersConsumerFor(service: string): Type<unknown> {
  @Consumer(service)
  class MembersConsumer {
    constructor(private readonly members: Members) {}

    @Handles(engagementOpened)
    async onEngagementOpened(event: EventEnvelope<EventData<typeof engagementOpened>>, tx: EntityManager): Promise<void> {
      await this.members.projectEngagement(tx, event.data);
    }

    @Handles(membershipChanged)
    async onMembershipChanged(event: EventEnvelope<EventData<typeof membershipChanged>>, tx: EntityManager): Promise<void> {
      await this.members.projectMember(tx, event.data);
    }
  }
  return MembersConsumer;
}
