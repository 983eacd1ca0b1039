import { Controller, Param, Post, Query, Req } from '@nestjs/common';
import { type Caller, CurrentCaller, CurrentIdentity, Endpoint, type Identity } from '@slipway/access';
import { ApiBody } from '@nestjs/swagger';
import type { z } from 'zod';
import { engagementPath } from '../engagements/engagement-schemas';
import { importQuery, importReport } from './import-schemas';
import { PeopleImports } from './people-imports.service';
import { readPeopleCsv, readPeopleJson } from './people-table';

@Controller('api/directory/v1/engagements/:engagementId/people-imports')
export class PeopleImportsController {
  constructor(private readonly imports: PeopleImports) {}

  @Post()
  @Endpoint({
    summary: 'Import people from CSV or JSON',
    description:
      'CSV with the columns name, email, side, department, roles (separated by semicolons), and optionally zone and password; or JSON { "people": [...] } with the same members. Every good row is kept; the report names each refused one with field and remedy.',
    allow: 'person:manage',
    engagementParam: 'engagementId',
    operators: true,
    returns: importReport,
    status: 200,
    creates: true,
    maxBytes: 4 * 1024 * 1024,
    consumes: ['text/csv', 'application/json'],
  })
  @ApiBody({
    schema: {
      oneOf: [
        { type: 'string' },
        { type: 'object', required: ['people'], properties: { people: { type: 'array', maxItems: 5000, items: { type: 'object' } } } },
      ],
    },
  })
  run(
    @CurrentCaller() caller: Caller,
    @CurrentIdentity() identity: Identity,
    @Param({ schema: engagementPath }) _path: z.output<typeof engagementPath>,
    @Query({ schema: importQuery }) { mode }: z.output<typeof importQuery>,
    @Req() request: { body?: unknown },
  ) {
    const table = typeof request.body === 'string' ? readPeopleCsv(request.body) : readPeopleJson(request.body);
    return this.imports.run(caller, identity, table, mode);
  }
}
