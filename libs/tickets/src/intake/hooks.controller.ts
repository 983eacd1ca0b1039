import { Controller, Param, Post, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { type AccessRequest, PublicEndpoint } from '@slipway/access';
import { z } from 'zod';
import { Intake } from './intake.service';

const hookParam = z.object({ hookKey: z.string().regex(/^[\w-]{10,100}$/) });
const accepted = z.object({ deliveryId: z.uuid(), repeated: z.boolean() });

@Controller('api/tickets/v1/hooks')
export class HooksController {
  constructor(private readonly intake: Intake) {}

  @Post(':hookKey')
  @PublicEndpoint({
    summary: 'Where a help desk posts its webhooks',
    description:
      "Signed with the desk's secret as its preset signs: Standard Webhooks, GitHub X-Hub-Signature-256, Jira X-Hub-Signature, PagerDuty X-PagerDuty-Signature, Zendesk X-Zendesk-Webhook-Signature, Alertmanager a bearer token. 202 once it is stored; a repeat of the same delivery is stored once.",
    returns: accepted,
    status: 202,
    consumes: ['application/json', 'application/x-www-form-urlencoded'],
  })
  @ApiBody({ schema: { type: 'object', additionalProperties: true }, description: 'As the sender shapes it' })
  take(@Param({ schema: hookParam }) { hookKey }: z.output<typeof hookParam>, @Req() request: AccessRequest) {
    return this.intake.accept(hookKey, request.headers, request.rawBody ?? Buffer.alloc(0));
  }
}
