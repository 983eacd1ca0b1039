import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { type AccessReply, type AccessRequest, PublicEndpoint } from '@slipway/access';
import { ServiceConfig } from '@slipway/service-host';
import { z } from 'zod';
import { email, password, personName, zone } from '../input/fields';
import { signedInAnswer } from '../sign-in/session-schemas';
import { answerWithCookie, userAgentOf } from '../sign-in/sessions.controller';
import { Bootstrap } from './bootstrap.service';

const bootstrapBody = z.object({
  bootstrapToken: z.string().trim().min(1).max(200),
  person: z.object({ name: personName, email, password, zone }),
});

@Controller('api/directory/v1/bootstrap')
export class BootstrapController {
  constructor(
    private readonly bootstrap: Bootstrap,
    private readonly config: ServiceConfig,
  ) {}

  @Post()
  @PublicEndpoint({
    summary: 'Make the first person of an empty installation, its operator',
    description: 'The token is in the file bootstrap-token of the data folder, readable only by whoever runs Slipway; it works once.',
    returns: signedInAnswer,
    status: 201,
  })
  async run(
    @Body({ schema: bootstrapBody }) body: z.output<typeof bootstrapBody>,
    @Req() request: AccessRequest,
    @Res({ passthrough: true }) reply: AccessReply,
  ) {
    return answerWithCookie(await this.bootstrap.run(body.bootstrapToken, body.person, userAgentOf(request)), reply, this.config);
  }
}
