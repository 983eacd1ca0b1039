/** Integration specs on real servers, which deploy/native/stack.sh starts. */
module.exports = {
  ...require('./jest.preset.cjs'),
  rootDir: __dirname,
  displayName: 'integration',
  testMatch: ['<rootDir>/libs/*/src/**/*.int-spec.ts', '<rootDir>/apps/*/src/**/*.int-spec.ts'],
  testTimeout: 60000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1500MB',
};
