import { type Probe, startProbe } from '../testing/probe-service';
import { describeServices } from './describe-services';
import { probeService } from '../testing/probe-service';

interface Document {
  openapi: string;
  info: { title: string };
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; parameters?: { name: string; in: string; required?: boolean; schema: object }[]; requestBody?: object }
    >
  >;
  components: { schemas: Record<string, object> };
}

let probe: Probe;

beforeAll(async () => {
  probe = await startProbe();
});
afterAll(() => probe.stop());

const read = async (path: string): Promise<Document> => (await (await fetch(`${probe.url}${path}`)).json()) as Document;

describe('the OpenAPI documents', () => {
  it('are 3.1, one of each service and one of everything', async () => {
    const [merged, own] = [await read('/api/openapi.json'), await read('/api/kpi/openapi.json')];
    expect([merged.openapi, own.openapi]).toEqual(['3.1.0', '3.1.0']);
    expect(own.info.title).toBe('Probe');
    expect(Object.keys(own.paths).every((path) => path.startsWith('/api/kpi/v1/'))).toBe(true);
    expect(Object.keys(merged.paths)).toEqual(
      expect.arrayContaining([...Object.keys(own.paths), '/api/live', '/health/ready', '/metrics', '/api/kpi/openapi.json']),
    );
  });

  it('have zod’s schemas as JSON Schema', async () => {
    const { paths } = await read('/api/kpi/openapi.json');
    const { post, get } = paths['/api/kpi/v1/{engagementId}/notes'] ?? {};
    expect(post?.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: { type: 'object', required: ['body'], properties: { body: { type: 'string', minLength: 1, maxLength: 1000 } } },
        },
      },
    });
    expect(get?.parameters).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'engagementId', in: 'path', required: true, schema: expect.objectContaining({ format: 'uuid' }) }),
        expect.objectContaining({
          name: 'limit',
          in: 'query',
          required: false,
          schema: expect.objectContaining({ type: 'integer', minimum: 1, maximum: 200, default: 50 }),
        }),
      ]),
    );
  });

  it('name every operation once', async () => {
    const { paths } = await read('/api/openapi.json');
    const names = Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
    expect(new Set(names).size).toBe(names.length);
  });

  it('come without a database, too, and are the same', async () => {
    const { merged } = await describeServices([probeService]);
    expect(JSON.parse(JSON.stringify(merged))).toEqual(await read('/api/openapi.json'));
  });

  it('have an explorer that needs no other host and no inline script', async () => {
    const page = await (await fetch(`${probe.url}/api/docs`)).text();
    expect(page).not.toMatch(/<script>|https?:/);
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
    const status = async (path: string): Promise<number> => {
      const answer = await fetch(`${probe.url}${path}`);
      await answer.arrayBuffer();
      return answer.status;
    };
    for (const file of files) expect(await status(file ?? '')).toBe(200);
    expect(await status('/api/docs/files/package.json')).toBe(404);
  });
});
