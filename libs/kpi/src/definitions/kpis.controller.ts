import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { type Caller, CurrentCaller, Endpoint, IfMatch } from '@slipway/access';
import { pageQuery, ServiceDatabase } from '@slipway/service-host';
import { z } from 'zod';
import { AgreeDefinitions } from './agree-definitions.service';
import { definitionAnswer, kpiHistory, kpiPage } from './definition-answers';
import { definitionInput, kpiKey, newDefinition, type DefinitionInput, type NewDefinition } from './definition-input';
import { ReadDefinitions } from './read-definitions.service';

const listQuery = pageQuery.extend({ status: z.enum(['agreed', 'proposed']).optional() });
const keyParam = z.object({ key: kpiKey });
const versionParam = keyParam.extend({ version: z.coerce.number().int().min(1).max(1_000_000) });
type VersionParam = z.output<typeof versionParam>;

@Controller('api/kpi/v1/kpis')
export class KpisController {
  constructor(
    private readonly db: ServiceDatabase,
    private readonly reading: ReadDefinitions,
    private readonly agreeing: AgreeDefinitions,
  ) {}

  @Get()
  @Endpoint({ summary: 'KPIs by key, with what is agreed and what is proposed', allow: 'kpi:read', returns: kpiPage })
  list(@CurrentCaller() { engagementId }: Caller, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    return this.db.inEngagement(engagementId, (tx) => this.reading.list(tx, engagementId, query));
  }

  @Post()
  @Endpoint({ summary: 'Propose a KPI', allow: 'kpi:propose', creates: true, returns: definitionAnswer })
  propose(@CurrentCaller() caller: Caller, @Body({ schema: newDefinition }) body: NewDefinition) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.agreeing.propose(tx, caller, body));
  }

  @Get(':key')
  @Endpoint({ summary: 'A KPI with all its versions', allow: 'kpi:read', returns: kpiHistory })
  get(@CurrentCaller() { engagementId }: Caller, @Param({ schema: keyParam }) { key }: z.output<typeof keyParam>) {
    return this.db.inEngagement(engagementId, (tx) => this.reading.history(tx, engagementId, key));
  }

  @Post(':key/versions')
  @Endpoint({ summary: 'Propose the next version of a KPI', allow: 'kpi:propose', creates: true, returns: definitionAnswer })
  proposeVersion(
    @CurrentCaller() caller: Caller,
    @Param({ schema: keyParam }) { key }: z.output<typeof keyParam>,
    @Body({ schema: definitionInput }) body: DefinitionInput,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.agreeing.proposeVersion(tx, caller, key, body));
  }

  @Get(':key/versions/:version')
  @Endpoint({ summary: 'One version of a KPI', allow: 'kpi:read', returns: definitionAnswer })
  version(@CurrentCaller() { engagementId }: Caller, @Param({ schema: versionParam }) { key, version }: VersionParam) {
    return this.db.inEngagement(engagementId, (tx) => this.reading.view(tx, engagementId, key, version));
  }

  @Put(':key/versions/:version')
  @Endpoint({
    summary: 'Change a proposal',
    description: 'Only while it is proposed. Signatures given so far are dropped: they were given for something else.',
    allow: 'kpi:propose',
    ifMatch: true,
    returns: definitionAnswer,
  })
  edit(
    @CurrentCaller() caller: Caller,
    @Param({ schema: versionParam }) { key, version }: VersionParam,
    @Body({ schema: definitionInput }) body: DefinitionInput,
    @IfMatch() ifMatch: string,
  ) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.agreeing.edit(tx, caller, key, version, ifMatch, body));
  }

  @Delete(':key/versions/:version')
  @Endpoint({ summary: 'Withdraw a proposal', allow: 'kpi:propose', ifMatch: true, returns: definitionAnswer })
  withdraw(@CurrentCaller() caller: Caller, @Param({ schema: versionParam }) { key, version }: VersionParam, @IfMatch() ifMatch: string) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.agreeing.withdraw(tx, caller, key, version, ifMatch));
  }

  @Post(':key/versions/:version/signatures')
  @Endpoint({
    summary: 'Sign a proposal for your side',
    description:
      'It is agreed once somebody of each side has signed the same version. For release managers, business and the department analytics.',
    allow: 'kpi:sign',
    ifMatch: true,
    status: 200,
    returns: definitionAnswer,
  })
  sign(@CurrentCaller() caller: Caller, @Param({ schema: versionParam }) { key, version }: VersionParam, @IfMatch() ifMatch: string) {
    return this.db.inEngagement(caller.engagementId, (tx) => this.agreeing.sign(tx, caller, key, version, ifMatch));
  }
}
