import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ApiClient } from '../harness/api-client';
import { type Composition, server, type ServiceName, serviceNames, startAllInOne } from '../harness/composition';
import { bootstrap, makeWorld, type RoleName, type World } from '../harness/world';
import { createRelease } from '../flows/release-work';
import { measure } from '../flows/measurement-work';

/** Every role; the release managers may do most and get the deepest run. */
const roles: readonly { role: RoleName; examples: number }[] = [
  { role: 'vendorManager', examples: 12 },
  { role: 'clientManager', examples: 12 },
  { role: 'engineer', examples: 3 },
  { role: 'auditor:operations', examples: 3 },
  { role: 'firstLine', examples: 3 },
  { role: 'secondLine', examples: 3 },
  { role: 'business', examples: 3 },
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

  const fuzz = async (service: ServiceName, caller: ApiClient, engagementId: string, examples: number, foreign = marker): Promise<Run> => {
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
          '--phases=examples,coverage,fuzzing',
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
          env: { ...process.env, SCHEMATHESIS_HOOKS: 'foreign_data', PYTHONPATH: path.join(__dirname), FOREIGN_MARKER: foreign },
          maxBuffer: 64 * 1024 * 1024,
          timeout: 600_000,
        },
        (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
      );
    });
  };

  it.each(serviceNames.flatMap((service) => roles.map(({ role, examples }) => [service, role, examples] as const)))(
    '%s as %s: no 5xx, no undocumented status, no foreign data',
    async (service, role, examples) => {
      const { code, output } = await fuzz(service, own.as(role), own.engagementId, examples);
      if (code !== 0) throw new Error(output.slice(0, 12_000));
      expect(output).toMatch(/passed/);
    },
    600_000,
  );

  it('control: the check for foreign data bites', async () => {
    const manager = own.as('vendorManager');
    const { code, output } = await fuzz('tickets', manager, own.engagementId, 1, 'own ticket');
    expect(code).not.toBe(0);
    expect(output).toContain('carries data of another engagement');
  }, 600_000);
});
