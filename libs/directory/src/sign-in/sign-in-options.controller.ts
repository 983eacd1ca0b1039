import { Controller, Get } from '@nestjs/common';
import { PublicEndpoint } from '@slipway/access';
import { Bootstrap } from '../bootstrap/bootstrap.service';
import { OidcSignIn } from '../oidc/oidc.service';
import { signInOptions } from './session-schemas';

@Controller('api/directory/v1/sign-in-options')
export class SignInOptionsController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly bootstrap: Bootstrap,
  ) {}

  @Get()
  @PublicEndpoint({ summary: 'How people can sign in here', returns: signInOptions })
  async options() {
    return { local: true, openIdConnect: this.oidc.offer, bootstrapPending: await this.bootstrap.isPending() };
  }
}
