import { Module } from '@nestjs/common';
import { AccessModule } from '@slipway/access';
import { MessagingModule } from '@slipway/messaging';
import { ServiceHostModule } from '@slipway/service-host';
import { ApiTokensController } from './api-tokens/api-tokens.controller';
import { ApiTokens } from './api-tokens/api-tokens.service';
import { BootstrapController } from './bootstrap/bootstrap.controller';
import { Bootstrap } from './bootstrap/bootstrap.service';
import { DirectoryUpkeep } from './directory-upkeep.service';
import { EngagementsController } from './engagements/engagements.controller';
import { Engagements } from './engagements/engagements.service';
import { MeController } from './me/me.controller';
import { MeService } from './me/me.service';
import { OidcController } from './oidc/oidc.controller';
import { OidcSignIn } from './oidc/oidc.service';
import { MembershipsController } from './people/memberships.controller';
import { Memberships } from './people/memberships.service';
import { PeopleImportsController } from './people/people-imports.controller';
import { PeopleImports } from './people/people-imports.service';
import { People } from './people/people.service';
import { Passwords } from './sign-in/passwords.service';
import { SessionsUpkeep } from './sign-in/sessions-upkeep.service';
import { SessionsController } from './sign-in/sessions.controller';
import { Sessions } from './sign-in/sessions.service';
import { SignInAttempts } from './sign-in/sign-in-attempts.service';
import { SignInOptionsController } from './sign-in/sign-in-options.controller';
import { SignIn } from './sign-in/sign-in.service';
import { SigningKeysController } from './signing-keys/signing-keys.controller';
import { SigningKeys } from './signing-keys/signing-keys.service';
import { TokenIssuer } from './signing-keys/token-issuer.service';

@Module({
  imports: [
    ServiceHostModule.forService({ name: 'directory', entities: [] }),
    MessagingModule.forService('directory'),
    AccessModule.forService('directory'),
  ],
  controllers: [
    ApiTokensController,
    BootstrapController,
    EngagementsController,
    MeController,
    MembershipsController,
    OidcController,
    PeopleImportsController,
    SessionsController,
    SignInOptionsController,
    SigningKeysController,
  ],
  providers: [
    ApiTokens,
    Bootstrap,
    DirectoryUpkeep,
    Engagements,
    MeService,
    Memberships,
    OidcSignIn,
    Passwords,
    People,
    PeopleImports,
    Sessions,
    SessionsUpkeep,
    SignIn,
    SignInAttempts,
    SigningKeys,
    TokenIssuer,
  ],
})
export class DirectoryModule {}
