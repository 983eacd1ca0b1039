import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import type { ApiClient } from '../harness/api-client';
import { type Composition, server, type ServiceName, serviceNames, startAllInOne } from '../harness/composition';
import { bootstrap, makeWorld, type RoleName, type World } from '../harness/world';
import { createRelease } from '../flows/release-work';
import { measure } from '../flows/measurement-work';

/** Every role. The vendor's release manager gets past most permissions and so meets every corner of every schema. */
const roles: readonly { role: RoleName; examples: number; phases: string }[] = [
  { role: 'vendorManager', examples: 8, phases: 'examples,coverage,fuzzing' },
  { role: 'clientManager', examples: 6, phases: 'fuzzing' },
  { role: 'engineer', examples: 2, phases: 'fuzzing' },
  { role: 'auditor:operations', examples: 2, phases: 'fuzzing' },
  { role: 'firstLine', examples: 2, phases: 'fuzzing' },
  { role: 'secondLine', examples: 2, phases: 'fuzzing' },
  { role: 'business', examples: 2, phases: 'fuzzing' },
];

/** Ends sessions or revokes what the run itself needs. */
const leftOut = ['/api/directory/v1/me/password', '/api/directory/v1/sessions', '/api/live'];

interface Run {
  code: number;
  output: string;
}

describe('every OpenAPI document under schemathesis, with two engagements and each role', () => {
  const marker = `foreign-${randomBytes(6).toString('hex')}`;
  let composition: Composition;
  let own: World;

  beforeAll(async () => {
    composition = await startAllInOne();
    const operator = await bootstrap(composition);
    own = await makeWorld(composition, operator);
    const foreign = await makeWorld(composition, operator, { name: marker });
    await createRelease(foreign, `${marker} release`);
    await measure(foreign, { hours: 1, region: marker });
    await foreign.as('firstLine').post('tickets', '/tickets', { title: `${marker} ticket` });
    await createRelease(own, 'own release');
    await measure(own, { hours: 1 });
    await own.as('firstLine').post('tickets', '/tickets', { title: 'own ticket' });
  }, 180_000);
  afterAll(() => composition?.stop());

  const fuzz = async (
    service: ServiceName,
    caller: ApiClient,
    engagementId: string,
    examples: number,
    phases: string,
    foreign = marker,
  ): Promise<Run> => {
    const token = await caller.signInAgain();
    return await new Promise((resolve) => {
      execFile(
        server('SLIPWAY_TEST_SCHEMATHESIS'),
        [
          'run',
          `${composition.url(service)}/api/${service}/openapi.json`,
          '--no-color',
          '--workers=1',
          `--max-examples=${examples}`,
          `--phases=${phases}`,
          '--generation-deterministic',
          '--no-shrink',
          '--continue-on-failure',
          '--suppress-health-check=all',
          '--warnings=off',
          '--checks=not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,no_foreign_data',
          `--header=Authorization: Bearer ${token}`,
          `--header=Slipway-Engagement: ${engagementId}`,
          ...leftOut.map((prefix) => `--exclude-path-regex=^${prefix}`),
        ],
        {
          cwd: os.tmpdir(),
          env: { ...process.env, SCHEMATHESIS_HOOKS: 'foreign_data', PYTHONPATH: path.join(__dirname), FOREIGN_MARKER: foreign },
          maxBuffer: 64 * 1024 * 1024,
          timeout: 600_000,
        },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
      );
    });
  };

  it.each(serviceNames.flatMap((service) => roles.map(({ role, examples, phases }) => [service, role, examples, phases] as const)))(
    '%s as %s: no 5xx, no undocumented status, no foreign data',
    async (service, role, examples, phases) => {
      const { code, output } = await fuzz(service, own.as(role), own.engagementId, examples, phases);
      if (code !== 0) throw new Error(output.slice(0, 12_000));
      expect(output).toMatch(/passed/);
    },
    600_000,
  );

  it('control: the check for foreign data bites', async () => {
    const manager = own.as('vendorManager');
    const { code, output } = await fuzz('tickets', manager, own.engagementId, 1, 'fuzzing', 'own ticket');
    expect(code).not.toBe(0);
    expect(output).toContain('carries data of another engagement');
  }, 600_000);
});
