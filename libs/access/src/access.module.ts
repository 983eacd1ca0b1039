import { type DynamicModule, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { DeadLetters, EventServer, EventServerModule } from '@slipway/messaging';
import { Clock, DueWork, ServiceConfig, ServiceDatabase, ServiceHostModule, type ServiceName } from '@slipway/service-host';
import { auditControllerFor } from './audit/audit.controller';
import { Audit } from './audit/audit.service';
import { CallersModule } from './callers.module';
import { deadLettersControllerFor } from './dead-letters/dead-letters.controller';
import { StoredAnswers } from './idempotency/stored-answers.service';
import { membersConsumerFor } from './members/members.consumer';
import { Members } from './members/members.service';
import { remoteAuthority } from './tokens/token-authority';
import { TokenVerifier } from './tokens/token-verifier.service';

const forgetKeysEverySeconds = 3_600;
const modules = new Map<ServiceName, DynamicModule>();

/** Names the directory to ask, and forgets old idempotency keys. */
@Injectable()
class AccessStart implements OnModuleInit {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly config: ServiceConfig,
    private readonly db: ServiceDatabase,
    private readonly answers: StoredAnswers,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    if (!this.tokens.currentAuthority) this.tokens.useAuthority(remoteAuthority(this.config.directoryUrl));
    this.dueWork.register('forget-idempotency-keys', forgetKeysEverySeconds, () =>
      this.db.across('forget idempotency keys', (tx) => this.answers.forget(tx)),
    );
  }
}

/** What a service needs to know who is calling, what they may do, and to remember what they did. */
@Module({})
export class AccessModule {
  /** The same module however often it is asked for. */
  static forService(name: ServiceName): DynamicModule {
    const known = modules.get(name);
    if (known) return known;
    const made = describe(name);
    modules.set(name, made);
    return made;
  }
}

function describe(name: ServiceName): DynamicModule {
  const keepsMembers = name !== 'directory';
  return {
    module: AccessModule,
    imports: [ServiceHostModule.forService({ name, entities: [] }), EventServerModule, CallersModule],
    controllers: [auditControllerFor(name), deadLettersControllerFor(name), ...(keepsMembers ? [membersConsumerFor(name)] : [])],
    providers: [
      { provide: Audit, useFactory: (clock: Clock) => new Audit(name, clock), inject: [Clock] },
      { provide: StoredAnswers, useFactory: (clock: Clock) => new StoredAnswers(name, clock), inject: [Clock] },
      { provide: Members, useFactory: () => new Members(name) },
      {
        provide: DeadLetters,
        useFactory: (db: ServiceDatabase, clock: Clock, events: EventServer) => {
          return new DeadLetters(
            name,
            db,
            () => clock.now(),
            () => events.handlersOf(name),
          );
        },
        inject: [ServiceDatabase, Clock, EventServer],
      },
      AccessStart,
    ],
    exports: [Audit, StoredAnswers, Members, CallersModule],
  };
}
