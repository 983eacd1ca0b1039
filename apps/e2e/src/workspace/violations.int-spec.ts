import fs from 'node:fs';
import path from 'node:path';
import { root, runTool } from './run-tool';

const lint = (file: string, code: string) => runTool('eslint', ['--stdin', '--stdin-filename', file], code);

describe('each rule of the workspace fails on a planted violation', () => {
  beforeAll(() => {
    // The boundary rule is silently skipped while Nx has no project graph.
    expect(runTool('nx', ['show', 'projects']).output).toContain('@slipway/checklist');
  }, 120_000);

  it.each([
    [
      'a service imports another service',
      'libs/checklist/src/planted.ts',
      `import { kpiService } from '@slipway/kpi';\nexport const x = kpiService;\n`,
    ],
    [
      'messaging imports a service',
      'libs/messaging/src/planted.ts',
      `import { kpiService } from '@slipway/kpi';\nexport const x = kpiService;\n`,
    ],
    [
      'ground imports what stands above it',
      'libs/service-host/src/planted.ts',
      `import { Outbox } from '@slipway/messaging';\nexport const x = Outbox;\n`,
    ],
    ['a lib imports a process', 'libs/kpi/src/planted.ts', `import * as app from '@slipway/app-kpi';\nexport const x = app;\n`],
  ])('boundaries: %s', (_, file, code) => {
    const { status, output } = lint(file, code);
    expect(output).toContain('@nx/enforce-module-boundaries');
    expect(status).toBe(1);
  });

  it('boundaries: what the design allows passes', () => {
    expect(
      lint('libs/checklist/src/planted.module.ts', `import { Outbox } from '@slipway/messaging';\nexport const x = Outbox;\n`),
    ).toEqual({
      status: 0,
      output: '',
    });
  });

  it.each([
    ['Nest', `import { Injectable } from '@nestjs/common';\nexport const x = Injectable;\n`, 'no-restricted-imports'],
    ['TypeORM', `import { DataSource } from 'typeorm';\nexport const x = DataSource;\n`, 'no-restricted-imports'],
    ['BullMQ', `import { Queue } from 'bullmq';\nexport const x = Queue;\n`, 'no-restricted-imports'],
    ['new Date()', `export const x = () => new Date();\n`, 'no-restricted-syntax'],
    ['Date.now()', `export const x = () => Date.now();\n`, 'no-restricted-syntax'],
    ['DateTime.now()', `import { DateTime } from 'luxon';\nexport const x = () => DateTime.now();\n`, 'no-restricted-syntax'],
    ['DateTime.utc()', `import { DateTime } from 'luxon';\nexport const x = () => DateTime.utc();\n`, 'no-restricted-syntax'],
    ['Math.random()', `export const x = () => Math.random();\n`, 'no-restricted-syntax'],
  ])('purity: %s in a file without an impure ending', (_, code, rule) => {
    const { status, output } = lint('libs/scheduler/src/windows/planted.ts', code);
    expect(output).toContain(rule);
    expect(status).toBe(1);
  });

  it('purity: an instant with arguments, and a service with Nest and the clock, pass', () => {
    const pure = `import { DateTime } from 'luxon';\nexport const x = (iso: string) => [DateTime.fromISO(iso), new Date(iso), DateTime.utc(2026, 3, 1)];\n`;
    expect(lint('libs/scheduler/src/windows/planted.ts', pure)).toEqual({ status: 0, output: '' });
    const service = `import { Injectable } from '@nestjs/common';\nexport const x = [Injectable, new Date()];\n`;
    expect(lint('libs/scheduler/src/windows/planted.service.ts', service)).toEqual({ status: 0, output: '' });
  });

  it.each([
    ['contracts imports more than zod', 'libs/contracts/src/planted.ts', `import { DateTime } from 'luxon';\nexport const x = DateTime;\n`],
    ['a default export', 'libs/kpi/src/planted.ts', `const x = 1;\nexport default x;\n`],
    ['a name that says nothing', 'libs/kpi/src/planted.ts', `export class TimeHelper {}\n`],
    ['a file of more than 300 lines', 'libs/kpi/src/planted.ts', 'export const x = [\n' + '  1,\n'.repeat(320) + '];\n'],
    ['an unused variable', 'libs/kpi/src/planted.ts', `const x = 1;\nexport const y = 2;\n`],
  ])('lint: %s', (_, file, code) => {
    expect(lint(file, code).status).toBe(1);
  });

  it('format: an unformatted file', () => {
    const planted = path.join(root, 'libs/kpi/src/planted-format.ts');
    fs.writeFileSync(planted, 'export   const x = "1"\n');
    try {
      expect(runTool('prettier', ['--check', planted]).status).toBe(1);
    } finally {
      fs.rmSync(planted);
    }
  });

  it('types: a wrong type in a file of a lib', () => {
    const planted = fs.mkdtempSync(path.join(root, 'node_modules', '.planted-'));
    fs.writeFileSync(path.join(planted, 'planted.ts'), `export const x: number = 'one';\n`);
    fs.writeFileSync(
      path.join(planted, 'tsconfig.json'),
      JSON.stringify({
        extends: path.join(root, 'tsconfig.base.json'),
        compilerOptions: { noEmit: true, composite: false, incremental: false },
        include: ['planted.ts'],
      }),
    );
    try {
      expect(runTool('tsc', ['-p', planted]).output).toContain('TS2322');
    } finally {
      fs.rmSync(planted, { recursive: true });
    }
  });
});
