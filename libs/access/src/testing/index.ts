export { FixedClock } from '@slipway/service-host';
export { type TestAnswer, type TestRequest, sendRequest } from './send-request';
export { freshDatabase, onServer, testVariable } from './test-database';
export {
  type TestCaller,
  type TestEngagement,
  type TestMember,
  TestServices,
  type TestServicesOptions,
  startTestServices,
  testSecret,
} from './test-services';
export { TestTokens } from './test-tokens';
