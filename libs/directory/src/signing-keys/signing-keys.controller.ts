import { Controller, Get, Res } from '@nestjs/common';
import { type AccessReply, PublicEndpoint } from '@slipway/access';
import { z } from 'zod';
import { SigningKeys } from './signing-keys.service';

const keySet = z.object({
  keys: z.array(z.object({ kty: z.string(), crv: z.string(), x: z.string(), kid: z.string(), alg: z.string(), use: z.string() })),
});

@Controller('api/directory/v1')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @PublicEndpoint({ summary: 'The public keys of access tokens, the next one included (RFC 7517)', returns: keySet })
  async published(@Res({ passthrough: true }) reply: AccessReply) {
    reply.header('cache-control', 'public, max-age=60');
    return this.keys.published();
  }
}
