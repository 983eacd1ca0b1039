import type { SampleBrowser } from './sample-browser';
import type { SampleSlipway } from './sample-slipway';

/** What the describe functions need; set before their specs run. */
export interface Stage {
  slipway: SampleSlipway;
  browser: SampleBrowser;
}
