import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { LiveAuthenticator } from '@slipway/service-host';
import { LiveAccess } from './endpoint/live-access.service';
import { RouteCensus } from './endpoint/route-census.service';
import { TokenVerifier } from './tokens/token-verifier.service';

/** What a process has once, however many services run in it. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: TokenVerifier, useFactory: () => new TokenVerifier() },
    RouteCensus,
    { provide: LiveAuthenticator, useClass: LiveAccess },
  ],
  exports: [TokenVerifier, RouteCensus],
})
export class CallersModule {}
