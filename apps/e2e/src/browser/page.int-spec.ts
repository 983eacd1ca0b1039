import { describeAccessibility } from './describe-accessibility';
import { describeOperations } from './describe-operations';
import { describeReleases } from './describe-releases';
import { describeSession } from './describe-session';
import { describeSupport } from './describe-support';
import { describeWindows } from './describe-windows';
import { startBrowser } from './sample-browser';
import { startSample } from './sample-slipway';
import type { Stage } from './stage';

const stage = {} as Stage;

beforeAll(async () => {
  stage.slipway = await startSample();
  stage.browser = await startBrowser(stage.slipway);
}, 300_000);

afterAll(async () => {
  await stage.browser?.close();
  await stage.slipway?.stop();
}, 60_000);

describeSession(stage);
describeAccessibility(stage);
describeReleases(stage);
describeWindows(stage);
describeSupport(stage);
describeOperations(stage);
