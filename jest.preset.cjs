/** Shared by jest.pure.cjs and jest.int.cjs; NestJS 12 is ESM-only and Jest on Node 20 cannot require it, so it is compiled down. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@slipway/source', 'node', 'node-addons'] },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.[cm]?[tj]s$': ['@swc/jest', require('./swc.config.cjs')] },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|jose|uuid|openid-client|oauth4webapi|rrule-temporal|temporal-polyfill|temporal-spec|temporal-utils|ical.js|es-toolkit)/)',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/out-tsc/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/', '<rootDir>/.*/out-tsc/'],
};
