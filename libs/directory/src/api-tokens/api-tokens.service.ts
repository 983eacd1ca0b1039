import { Injectable } from '@nestjs/common';
import { Audit, type Caller, type Identity, isAllowed, isPermission } from '@slipway/access';
import { Clock, Problem, ServiceDatabase, newId } from '@slipway/service-host';
import { People } from '../people/people.service';
import { type IssuedToken, TokenIssuer } from '../signing-keys/token-issuer.service';
import type { ApiToken, ApiTokenBody } from './api-token-schemas';
import { apiTokenBeginning, apiTokenHash, newApiToken } from './api-token-text';

/** An exchanged token lives a little longer than services remember the exchange. */
const exchangedSeconds = 120;
const mostOpenTokens = 200;

interface TokenRow {
  token_id: string;
  engagement_id: string;
  person_id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

/** Machines' tokens: of one person, in one engagement, for some permissions, until a day. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly issuer: TokenIssuer,
  ) {}

  /** Newest first; release managers and client admins see those of their whole side. */
  async list(caller: Caller): Promise<ApiToken[]> {
    const rows = await this.db.inEngagement(caller.engagementId, async (tx) => {
      return (await tx.query(
        `SELECT t.* FROM directory.api_tokens t LEFT JOIN directory.memberships m USING (engagement_id, person_id)
         WHERE t.engagement_id = $1 AND (t.person_id = $2 OR ($3 AND m.side = $4)) ORDER BY t.created_at DESC, t.token_id LIMIT 1000`,
        [caller.engagementId, caller.personId, seesSide(caller), caller.side],
      )) as TokenRow[];
    });
    return rows.map(answerOf);
  }

  /** Throws 422 for a scope that the caller does not have. */
  async create(caller: Caller, body: ApiTokenBody): Promise<ApiToken & { token: string }> {
    requirePerson(caller);
    const notHeld = body.scopes.filter((scope) => !isAllowed(scope, caller.side, caller.roles));
    if (notHeld.length > 0) {
      throw Problem.unprocessable(
        'scope-not-held',
        `You do not have ${notHeld.join(', ')} yourself.`,
        'Choose among your own permissions (GET /api/directory/v1/me).',
        'scopes',
      );
    }
    const token = newApiToken();
    return this.db.inEngagement(caller.engagementId, async (tx) => {
      const now = this.clock.now();
      const [{ count }] = (await tx.query(
        `SELECT count(*)::integer AS count FROM directory.api_tokens WHERE engagement_id = $1 AND person_id = $2 AND revoked_at IS NULL AND expires_at > $3`,
        [caller.engagementId, caller.personId, now.toISO()],
      )) as [{ count: number }];
      if (count >= mostOpenTokens)
        throw Problem.conflict('too-many-tokens', `You have ${count} tokens.`, 'Revoke those that nothing uses.');
      const [row] = (await tx.query(
        `INSERT INTO directory.api_tokens (token_id, engagement_id, person_id, name, prefix, token_hash, scopes, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING *`,
        [
          newId(),
          caller.engagementId,
          caller.personId,
          body.name,
          apiTokenBeginning(token),
          apiTokenHash(token),
          body.scopes,
          now.toISO(),
          now.plus({ days: body.expiresInDays }).toISO(),
        ],
      )) as [TokenRow];
      const answer = answerOf(row);
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'token.created',
        subject: answer.tokenId,
        after: answer,
      });
      return { ...answer, token };
    });
  }

  async revoke(caller: Caller, tokenId: string): Promise<void> {
    requirePerson(caller);
    await this.db.inEngagement(caller.engagementId, async (tx) => {
      const [row] = (await tx.query(
        `SELECT t.* FROM directory.api_tokens t LEFT JOIN directory.memberships m USING (engagement_id, person_id)
         WHERE t.engagement_id = $1 AND t.token_id = $2 AND (t.person_id = $3 OR ($4 AND m.side = $5)) FOR UPDATE OF t`,
        [caller.engagementId, tokenId, caller.personId, seesSide(caller), caller.side],
      )) as TokenRow[];
      if (!row) throw Problem.notFound('token');
      if (row.revoked_at) return;
      await tx.query(`UPDATE directory.api_tokens SET revoked_at = $2 WHERE token_id = $1`, [tokenId, this.clock.now().toISO()]);
      await this.audit.record(tx, {
        engagementId: caller.engagementId,
        actor: caller,
        action: 'token.revoked',
        subject: tokenId,
        before: answerOf(row),
      });
    });
  }

  /** A short-lived access token for an API token, or why there is none. The refusal is the same for every kind of wrong token. */
  async exchange(token: string): Promise<IssuedToken | null> {
    const hash = apiTokenHash(token);
    if (!hash) return null;
    const identity = await this.db.across('exchange an API token', async (tx): Promise<Identity | null> => {
      const now = this.clock.now();
      const [row] = (await tx.query(`SELECT * FROM directory.api_tokens WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2`, [
        hash,
        now.toISO(),
      ])) as TokenRow[];
      const person = row && (await this.people.byId(tx, row.person_id));
      const membership =
        row && (await this.people.membershipsOf(tx, row.person_id)).find((each) => each.engagementId === row.engagement_id);
      if (!row || !person || !membership) return null;
      await tx.query(
        `UPDATE directory.api_tokens SET last_used_at = $2 WHERE token_id = $1 AND (last_used_at IS NULL OR last_used_at < $3)`,
        [row.token_id, now.toISO(), now.minus({ minutes: 1 }).toISO()],
      );
      const { personId, name, zone } = person;
      const scopes = row.scopes.filter(isPermission);
      return { personId, name, zone, operator: false, sessionId: null, tokenId: row.token_id, scopes, memberships: [membership] };
    });
    return identity && this.issuer.issue(identity, exchangedSeconds);
  }
}

/** Throws 403 for a token: tokens do not make or end tokens. */
export function requirePerson(caller: Pick<Caller, 'tokenId'>): void {
  if (caller.tokenId === null) return;
  throw Problem.forbidden('needs-a-person', 'This cannot be done with an API token.', 'Sign in as a person.');
}

function seesSide(caller: Caller): boolean {
  return caller.roles.includes('release-manager') || caller.roles.includes('client-admin');
}

function answerOf(row: TokenRow): ApiToken {
  return {
    tokenId: row.token_id,
    name: row.name,
    personId: row.person_id,
    scopes: row.scopes,
    prefix: row.prefix,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
