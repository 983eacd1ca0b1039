import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const ground = ['ground:contracts', 'ground:messaging', 'ground:service-host', 'ground:access', 'ground:business-time', 'ground:webhooks'];
const services = ['directory', 'checklist', 'kpi', 'tickets', 'scheduler'];

/** Endings that may use Nest, TypeORM, BullMQ and the clock; every other file of a lib is pure. */
const impure = ['module', 'controller', 'consumer', 'job', 'service', 'entity', 'config', 'guard'];

const frameworks = ['@nestjs/*', 'typeorm', 'bullmq', 'ioredis', 'pg', 'kafkajs', 'fastify', '@fastify/*'];
const clockReaders = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'A pure file takes the instant as an argument.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'A pure file takes the instant as an argument.' },
  {
    selector: "MemberExpression[object.name='DateTime'][property.name=/^(now|local|utc)$/]:not([parent.arguments.length>0])",
    message: 'A pure file takes the instant as an argument.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'A pure file takes chance as an argument.' },
];
const everywhere = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  {
    selector: 'ClassDeclaration[id.name=/(Helper|Manager|Utils?|Base|Impl)$/]',
    message: 'Name it by what it is in the field, not Helper, Manager, Util, Base or Impl.',
  },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/out-tsc', '**/node_modules', '**/.nx', '**/.slipway', '**/*.cjs', '**/coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib'] },
            { sourceTag: 'type:web', onlyDependOnLibsWithTags: services.map((name) => `scope:${name}`) },
            ...services.map((name) => ({ sourceTag: `scope:${name}`, onlyDependOnLibsWithTags: ground })),
            { sourceTag: 'ground:contracts', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'ground:business-time', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'ground:webhooks', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'ground:service-host', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'ground:messaging', onlyDependOnLibsWithTags: ['ground:contracts', 'ground:service-host'] },
            { sourceTag: 'ground:access', onlyDependOnLibsWithTags: ['ground:contracts', 'ground:messaging', 'ground:service-host'] },
          ],
        },
      ],
      'no-restricted-syntax': ['error', ...everywhere],
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // TypeORM names entities and migrations by `Function`.
      '@typescript-eslint/no-unsafe-function-type': 'off',
    },
  },
  { files: ['**/*.spec.ts', '**/*.int-spec.ts'], rules: { 'max-lines': ['error', { max: 400 }] } },
  // Flows and the sample see answers as any client of the API does: untyped.
  { files: ['apps/e2e/src/**/*.ts', 'apps/all-in-one/src/sample/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: ['**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(?!\\.|zod$)', message: 'contracts imports zod only.' }] }],
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: [
      'libs/contracts/**',
      'libs/service-host/**',
      'libs/messaging/**',
      '**/migrations/**',
      '**/testing/**',
      '**/*.spec.ts',
      '**/*.int-spec.ts',
      '**/index.ts',
      ...impure.map((ending) => `**/*.${ending}.ts`),
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: frameworks, message: `A pure file; name it .${impure.join(', .')} if it must use a framework.` }] },
      ],
      'no-restricted-syntax': ['error', ...everywhere, ...clockReaders],
    },
  },
  prettier,
);
