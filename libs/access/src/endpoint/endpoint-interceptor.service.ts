import { type CallHandler, type ExecutionContext, HttpStatus, Injectable, type NestInterceptor } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { Problem, ServiceDatabase, etagOf } from '@slipway/service-host';
import { type Observable, from, lastValueFrom, map } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { requestFingerprint } from '../idempotency/request-fingerprint';
import { type AnswerKey, type StoredAnswer, StoredAnswers } from '../idempotency/stored-answers.service';
import { type AccessReply, type AccessRequest, headerOf } from './access-request';
import { type RouteDeclaration, declarationOf } from './endpoint-options';

/** Stands for "no engagement" where a key row needs one. */
const noEngagement = '00000000-0000-0000-0000-000000000000';
/** Headers of an answer that are part of it and come back with a replay. */
const keptHeaders = ['etag', 'location'];

interface Exchange {
  request: AccessRequest;
  reply: AccessReply & { getHeader?: (name: string) => unknown };
  status: number;
}

/** Gives every declared route its transaction, its replay, its preconditions and its ETag. */
@Injectable()
export class EndpointInterceptor implements NestInterceptor {
  /** Set by tests: an answer that differs from the declared schema is a failure there. */
  static checkAnswers = false;

  constructor(
    private readonly db: ServiceDatabase,
    private readonly answers: StoredAnswers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const handler = context.getHandler();
    const exchange: Exchange = {
      request: http.getRequest<AccessRequest>(),
      reply: http.getResponse(),
      status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? HttpStatus.OK,
    };
    const route = declarationOf(handler) as RouteDeclaration;
    if (route.ifMatch && headerOf(exchange.request, 'if-match') === undefined) throw ifMatchMissing();
    const run = () =>
      lastValueFrom(next.handle().pipe(map((answer: unknown) => this.finish(route, exchange, answer))), { defaultValue: undefined });
    return from(route.creates ? this.inOneTransaction(route, exchange, run) : run());
  }

  private finish(route: RouteDeclaration, { reply }: Exchange, answer: unknown): unknown {
    if (EndpointInterceptor.checkAnswers && route.returns && !route.produces) {
      const checked = route.returns.safeParse(JSON.parse(JSON.stringify(answer)));
      if (!checked.success) throw new Error(`the answer differs from its declaration (${route.summary}): ${checked.error.message}`);
    }
    const revision = (answer as { revision?: unknown } | null | undefined)?.revision;
    if (Number.isSafeInteger(revision)) reply.header('etag', etagOf(revision as number));
    return answer;
  }

  private async inOneTransaction(route: RouteDeclaration, exchange: Exchange, run: () => Promise<unknown>): Promise<unknown> {
    const { request } = exchange;
    const engagementId = request.caller?.engagementId ?? noEngagement;
    const key = idempotencyKeyOf(request);
    const work = async (tx: EntityManager): Promise<unknown> => {
      if (key === null) return run();
      return this.once(tx, route, exchange, { engagementId, callerId: callerIdOf(request), key }, run);
    };
    return request.caller ? this.db.inEngagement(engagementId, work) : this.db.across('create', work);
  }

  private async once(
    tx: EntityManager,
    route: RouteDeclaration,
    exchange: Exchange,
    key: AnswerKey,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const stored = await this.answers.claim(tx, key, requestFingerprint(exchange.request));
    if (stored) return replay(stored, exchange.reply);
    const answer = await run();
    const body =
      answer === undefined || answer === null
        ? null
        : JSON.stringify(answer, (name, value: unknown) => (route.shownOnce?.includes(name) ? null : value));
    const headers = Object.fromEntries(
      keptHeaders.flatMap((name) => {
        const value = exchange.reply.getHeader?.(name);
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    await this.answers.store(tx, key, { status: exchange.status, body, headers });
    return answer;
  }
}

function replay(stored: StoredAnswer, reply: AccessReply): unknown {
  reply.status(stored.status);
  for (const [name, value] of Object.entries(stored.headers)) reply.header(name, value);
  reply.header('idempotency-replayed', 'true');
  return stored.body === null ? undefined : (JSON.parse(stored.body) as unknown);
}

function callerIdOf({ identity }: AccessRequest): string {
  return identity?.tokenId ?? identity?.personId ?? noEngagement;
}

function idempotencyKeyOf(request: AccessRequest): string | null {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined) return null;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw Problem.invalid('Idempotency-Key', 'The key is not 1 to 200 printable characters without blanks.', 'Send a UUID.');
}

function ifMatchMissing(): Problem {
  return new Problem({
    status: 428,
    code: 'if-match-required',
    field: 'If-Match',
    detail: 'A change needs to say which revision it was made on.',
    remedy: 'Read it first and send the ETag of that answer in If-Match.',
  });
}
