/** Pure specs: no server, no clock; `npm run test:quick`. */
module.exports = {
  ...require('./jest.preset.cjs'),
  rootDir: __dirname,
  displayName: 'pure',
  maxWorkers: '100%',
  testMatch: ['<rootDir>/libs/*/src/**/*.spec.ts', '<rootDir>/apps/*/src/**/*.spec.ts'],
};
