import { Injectable } from '@nestjs/common';
import { Audit, requireRevision, type Caller } from '@slipway/access';
import { definitionAgreed } from '@slipway/contracts';
import { Outbox } from '@slipway/messaging';
import { Clock, Problem } from '@slipway/service-host';
import type { EntityManager } from 'typeorm';
import { TrackingService } from '../tracking/tracking.service';
import type { DefinitionAnswer } from './definition-answers';
import type { DefinitionInput, NewDefinition } from './definition-input';
import { Definition, Signature } from './definition.entity';
import { columnsOf, isoOf } from './definition-view';
import { maySign, missingSides } from './may-sign';
import { ReadDefinitions } from './read-definitions.service';

/** Proposals and signatures: a definition is agreed when people of both sides signed exactly the same version, and never changes afterwards. */
@Injectable()
export class AgreeDefinitions {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly reading: ReadDefinitions,
    private readonly tracking: TrackingService,
  ) {}

  /** @throws Problem 409 `kpi-exists` */
  async propose(tx: EntityManager, caller: Caller, { key, ...input }: NewDefinition): Promise<DefinitionAnswer> {
    await this.lockKey(tx, caller.engagementId, key);
    if (await tx.existsBy(Definition, { engagementId: caller.engagementId, key })) {
      throw Problem.conflict(
        'kpi-exists',
        `A KPI ${key} exists already.`,
        `Propose a new version of it: POST /api/kpi/v1/kpis/${key}/versions.`,
      );
    }
    return this.insert(tx, caller, key, 1, input);
  }

  /** @throws Problem 404; 409 `proposal-open` */
  async proposeVersion(tx: EntityManager, caller: Caller, key: string, input: DefinitionInput): Promise<DefinitionAnswer> {
    await this.lockKey(tx, caller.engagementId, key);
    const [last] = await tx.find(Definition, { where: { engagementId: caller.engagementId, key }, order: { version: 'DESC' }, take: 1 });
    if (!last) throw Problem.notFound('KPI');
    if (last.status === 'proposed') {
      throw Problem.conflict(
        'proposal-open',
        `Version ${last.version} is still proposed.`,
        'Change that proposal, sign it or withdraw it first.',
      );
    }
    return this.insert(tx, caller, key, last.version + 1, input);
  }

  /** Changes an open proposal; who signed it signed something else, so signatures go. @throws Problem 404; 409 `version-immutable`; 412 */
  async edit(
    tx: EntityManager,
    caller: Caller,
    key: string,
    version: number,
    ifMatch: string,
    input: DefinitionInput,
  ): Promise<DefinitionAnswer> {
    const definition = await this.open(tx, caller, key, version, ifMatch);
    const before = { ...definition };
    Object.assign(definition, columnsOf(input), { revision: definition.revision + 1 });
    await tx.save(definition);
    await tx.delete(Signature, { engagementId: caller.engagementId, key, version });
    await this.note(tx, caller, 'kpi.edited', definition, before);
    return this.reading.view(tx, caller.engagementId, key, version);
  }

  /** @throws Problem 404; 409 `version-immutable`; 412 */
  async withdraw(tx: EntityManager, caller: Caller, key: string, version: number, ifMatch: string): Promise<DefinitionAnswer> {
    const definition = await this.open(tx, caller, key, version, ifMatch);
    Object.assign(definition, { status: 'withdrawn', revision: definition.revision + 1 });
    await tx.save(definition);
    await this.note(tx, caller, 'kpi.withdrawn', definition);
    await this.tracking.observeSoon(tx, caller.engagementId);
    return this.reading.view(tx, caller.engagementId, key, version);
  }

  /** @throws Problem 403 `may-not-sign`; 404; 409 `already-signed`, `version-immutable`; 412 */
  async sign(tx: EntityManager, caller: Caller, key: string, version: number, ifMatch: string): Promise<DefinitionAnswer> {
    if (!maySign(caller)) {
      throw Problem.forbidden(
        'may-not-sign',
        'A KPI is signed by release managers, by business, or by the department analytics.',
        'Ask one of them, on your side, to sign.',
      );
    }
    const { engagementId, personId, name, side } = caller;
    const definition = await this.open(tx, caller, key, version, ifMatch, personId);
    const now = this.clock.now();
    await tx.insert(Signature, { engagementId, key, version, personId, name, side, signedAt: now });
    const signatures = await tx.findBy(Signature, { engagementId, key, version });
    definition.revision += 1;
    if (missingSides(signatures).length === 0) {
      await tx.query(
        `UPDATE kpi.definitions SET status = 'superseded', revision = revision + 1 WHERE engagement_id = $1 AND key = $2 AND status = 'agreed'`,
        [engagementId, key],
      );
      Object.assign(definition, { status: 'agreed', agreedAt: now });
    }
    await tx.save(definition);
    await this.note(tx, caller, 'kpi.signed', definition);
    if (definition.status === 'agreed') {
      await this.note(tx, caller, 'kpi.agreed', definition);
      await this.tracking.observeSoon(tx, engagementId);
      await this.outbox.add(tx, definitionAgreed, {
        engagementId,
        kpiKey: key,
        version,
        name: definition.name,
        signedBy: signatures.map((signature) => signature.personId),
        agreedAt: isoOf(now),
        ...(await this.reading.standing(tx, engagementId)),
      });
    }
    return this.reading.view(tx, engagementId, key, version);
  }

  private async insert(tx: EntityManager, caller: Caller, key: string, version: number, input: DefinitionInput): Promise<DefinitionAnswer> {
    const definition = tx.create(Definition, {
      engagementId: caller.engagementId,
      key,
      version,
      status: 'proposed',
      revision: 1,
      ...columnsOf(input),
      proposedBy: caller.personId,
      proposedSide: caller.side,
      proposedAt: this.clock.now(),
      agreedAt: null,
    });
    await tx.insert(Definition, definition);
    await this.note(tx, caller, 'kpi.proposed', definition);
    await this.tracking.observeSoon(tx, caller.engagementId);
    return this.reading.view(tx, caller.engagementId, key, version);
  }

  /** The proposal, locked, as it was read by the caller. */
  private async open(
    tx: EntityManager,
    { engagementId }: Caller,
    key: string,
    version: number,
    ifMatch: string,
    signer?: string,
  ): Promise<Definition> {
    await this.lockKey(tx, engagementId, key);
    const definition = await tx.findOneBy(Definition, { engagementId, key, version });
    if (!definition) throw Problem.notFound('version of a KPI');
    if (definition.status !== 'proposed') {
      throw Problem.conflict(
        'version-immutable',
        `Version ${version} is ${definition.status}; it does not change any more.`,
        'Propose a new version with what should be different.',
      );
    }
    if (signer && (await tx.existsBy(Signature, { engagementId, key, version, personId: signer }))) {
      throw Problem.conflict('already-signed', 'You have signed this version.', 'Somebody of the other side has to sign now.');
    }
    requireRevision(ifMatch, definition.revision);
    return definition;
  }

  private async lockKey(tx: EntityManager, engagementId: string, key: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`kpi.definitions/${engagementId}/${key}`]);
  }

  private note(tx: EntityManager, caller: Caller, action: string, after: Definition, before?: Definition): Promise<void> {
    const { engagementId, key, version } = after;
    return this.audit.record(tx, { engagementId, actor: caller, action, subject: `${key}/${version}`, before, after: { ...after } });
  }
}
