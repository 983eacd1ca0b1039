import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root, runTool } from './run-tool';

const processes = ['directory', 'checklist', 'kpi', 'tickets', 'scheduler'];
const file = path.join(root, 'docker-compose.yml');

describe('docker-compose.yml', () => {
  it.each(['embedded', 'full'])('profile %s is valid by the compose schema', (profile) => {
    expect(runTool('docker-compose', ['--profile', profile, '-f', file, 'config', '-q'])).toEqual({ status: 0, output: '' });
  });

  it('a planted fault is not valid', () => {
    const planted = path.join(root, '.slipway', 'planted-compose.yml');
    fs.mkdirSync(path.dirname(planted), { recursive: true });
    fs.writeFileSync(planted, fs.readFileSync(file, 'utf8').replace('volumes: [', 'volumez: ['));
    expect(runTool('docker-compose', ['-f', planted, '--profile', 'full', 'config', '-q']).status).not.toBe(0);
    fs.rmSync(planted);
  });

  it('runs the processes that the workspace builds', () => {
    const { services } = parse(fs.readFileSync(file, 'utf8'), { merge: true }) as {
      services: Record<string, { command?: string[]; profiles: string[] }>;
    };
    for (const name of processes) {
      expect(services[name].command).toEqual(['node', `apps/${name}/dist/main.js`]);
      expect(services[name].profiles).toEqual(['full']);
      expect(fs.existsSync(path.join(root, 'apps', name, 'src', 'main.ts'))).toBe(true);
    }
    expect(services.slipway.profiles).toEqual(['embedded']);
  });
});
