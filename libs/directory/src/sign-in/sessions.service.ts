import { Injectable } from '@nestjs/common';
import { Clock, ServiceDatabase, ServiceLog, newId } from '@slipway/service-host';
import { createHash, randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import type { EntityManager } from 'typeorm';
import { People, type Person } from '../people/people.service';
import { type IssuedToken, TokenIssuer } from '../signing-keys/token-issuer.service';
import { type RefreshVerdict, judgeRefresh, sessionLongestDays } from './refresh-rotation';

export interface SignedIn extends IssuedToken {
  person: Person;
  /** Goes into the cookie, never into a body. */
  refreshToken: string;
}
export interface SessionAnswer {
  sessionId: string;
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  userAgent: string;
}
interface RefreshRow {
  session_id: string;
  person_id: string;
  used_at: Date | null;
  last_used_at: Date;
  expires_at: Date;
  ended_at: Date | null;
}

/** People's sessions: a short-lived access token and a refresh token that changes with every use. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly issuer: TokenIssuer,
    private readonly log: ServiceLog,
  ) {}

  async begin(tx: EntityManager, person: Person, userAgent: string): Promise<SignedIn> {
    const sessionId = newId();
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO directory.sessions (session_id, person_id, created_at, last_used_at, expires_at, user_agent) VALUES ($1, $2, $3, $3, $4, $5)`,
      [sessionId, person.personId, now.toISO(), now.plus({ days: sessionLongestDays }).toISO(), printable(userAgent)],
    );
    await tx.query(`UPDATE directory.people SET last_sign_in_at = $2 WHERE person_id = $1`, [person.personId, now.toISO()]);
    return this.issue(tx, person, sessionId);
  }

  /** Exchanges a refresh token for the next one; one that was exchanged before ends the session. */
  async refresh(refreshToken: string): Promise<SignedIn | Exclude<RefreshVerdict, 'rotate'>> {
    return this.db.across('refresh a session', async (tx) => {
      const hash = digest(refreshToken);
      const [row] = (await tx.query(
        `SELECT s.session_id, s.person_id, r.used_at, s.last_used_at, s.expires_at, s.ended_at
         FROM directory.refresh_tokens r JOIN directory.sessions s USING (session_id) WHERE r.token_hash = $1 FOR UPDATE`,
        [hash],
      )) as RefreshRow[];
      const now = this.clock.now();
      const person = row ? await this.people.byId(tx, row.person_id) : null;
      const verdict = judgeRefresh(row ? factsOf(row) : null, now);
      if (verdict !== 'rotate' || !row || !person) {
        if (row && (verdict === 'stolen' || verdict === 'expired') && !row.ended_at) await this.end(tx, [row.session_id], verdict);
        if (row && verdict === 'stolen')
          this.log.warn({ sessionId: row.session_id }, 'an old refresh token came back; its session was ended');
        return verdict === 'rotate' ? 'ended' : verdict;
      }
      await tx.query(`UPDATE directory.refresh_tokens SET used_at = $2 WHERE token_hash = $1`, [hash, now.toISO()]);
      await tx.query(`UPDATE directory.sessions SET last_used_at = $2 WHERE session_id = $1`, [row.session_id, now.toISO()]);
      return this.issue(tx, person, row.session_id);
    });
  }

  /** Ends the session of a refresh token, if there is one. */
  async endByToken(refreshToken: string): Promise<void> {
    await this.db.across('sign out', async (tx) => {
      const [row] = (await tx.query(`SELECT session_id FROM directory.refresh_tokens WHERE token_hash = $1`, [digest(refreshToken)])) as {
        session_id: string;
      }[];
      if (row) await this.end(tx, [row.session_id], 'signed-out');
    });
  }

  /** Ends all of a person's sessions but `except`. */
  async endAllOf(tx: EntityManager, personId: string, except: string | null, because: string): Promise<void> {
    await tx.query(
      `UPDATE directory.sessions SET ended_at = $3, ended_because = $4 WHERE person_id = $1 AND ended_at IS NULL AND session_id IS DISTINCT FROM $2`,
      [personId, except, this.clock.now().toISO(), because],
    );
  }

  /** Whether the person had such a running session. */
  async endOne(personId: string, sessionId: string): Promise<boolean> {
    return this.db.across('end a session', async (tx) => {
      const rows = (await tx.query(
        `SELECT session_id FROM directory.sessions WHERE person_id = $1 AND session_id = $2 AND ended_at IS NULL`,
        [personId, sessionId],
      )) as unknown[];
      if (rows.length > 0) await this.end(tx, [sessionId], 'ended-by-person');
      return rows.length > 0;
    });
  }

  /** Running sessions, newest first. */
  async list(personId: string): Promise<SessionAnswer[]> {
    const rows = await this.db.across('list sessions', async (tx) => {
      return (await tx.query(
        `SELECT session_id, created_at, last_used_at, expires_at, user_agent FROM directory.sessions
         WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY created_at DESC LIMIT 200`,
        [personId, this.clock.now().toISO()],
      )) as { session_id: string; created_at: Date; last_used_at: Date; expires_at: Date; user_agent: string }[];
    });
    return rows.map((row) => ({
      sessionId: row.session_id,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      userAgent: row.user_agent,
    }));
  }

  /** Removes sessions that are over for a month; how many. */
  async forget(tx: EntityManager): Promise<number> {
    const before = this.clock.now().minus({ days: 30 }).toISO();
    const [, count] = (await tx.query(`DELETE FROM directory.sessions WHERE coalesce(ended_at, expires_at) < $1`, [before])) as [
      unknown,
      number,
    ];
    return count;
  }

  private async end(tx: EntityManager, sessionIds: readonly string[], because: string): Promise<void> {
    await tx.query(`UPDATE directory.sessions SET ended_at = $2, ended_because = $3 WHERE session_id = ANY ($1) AND ended_at IS NULL`, [
      sessionIds,
      this.clock.now().toISO(),
      because,
    ]);
  }

  private async issue(tx: EntityManager, person: Person, sessionId: string): Promise<SignedIn> {
    const refreshToken = randomBytes(32).toString('base64url');
    await tx.query(`INSERT INTO directory.refresh_tokens (token_hash, session_id, issued_at) VALUES ($1, $2, $3)`, [
      digest(refreshToken),
      sessionId,
      this.clock.now().toISO(),
    ]);
    const issued = await this.issuer.issue(await this.people.identityOf(tx, person, sessionId));
    return { ...issued, person, refreshToken };
  }
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
const instantOf = (date: Date): DateTime => DateTime.fromJSDate(date, { zone: 'utc' });
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, 300);

function factsOf(row: RefreshRow) {
  return {
    sessionEndedAt: row.ended_at && instantOf(row.ended_at),
    sessionExpiresAt: instantOf(row.expires_at),
    sessionLastUsedAt: instantOf(row.last_used_at),
    tokenUsedAt: row.used_at && instantOf(row.used_at),
  };
}
