import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { TokenVerifier } from '@slipway/access';
import { DueWork, ServiceDatabase } from '@slipway/service-host';
import { ApiTokens } from './api-tokens/api-tokens.service';
import { SessionsUpkeep } from './sign-in/sessions-upkeep.service';
import { SigningKeys } from './signing-keys/signing-keys.service';

const rotateEverySeconds = 900;
const forgetEverySeconds = 3_600;

/** Makes the directory the authority of its process, and does what is due. */
@Injectable()
export class DirectoryUpkeep implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly keys: SigningKeys,
    private readonly apiTokens: ApiTokens,
    private readonly sessions: SessionsUpkeep,
    private readonly db: ServiceDatabase,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.tokens.useAuthority({
      keys: () => this.keys.published(),
      exchange: async (token) => {
        const issued = await this.apiTokens.exchange(token);
        return issued ?? { refused: 'The API token is unknown, revoked or expired.' };
      },
    });
    this.dueWork.register('rotate-signing-keys', rotateEverySeconds, () => this.keys.rotate());
    this.dueWork.register('forget-sessions', forgetEverySeconds, () => this.db.across('forget sessions', (tx) => this.sessions.forget(tx)));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.keys.rotate();
  }
}
