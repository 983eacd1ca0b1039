import { type Composition, server, startAllInOne } from '../harness/composition';
import { bootstrap, makeWorld, type World } from '../harness/world';
import { describeMeasurementFlow } from './measurement-flow';

describe('the built all-in-one under Node 24', () => {
  let composition: Composition;
  let world: World;

  beforeAll(async () => {
    composition = await startAllInOne({ runtime: server('SLIPWAY_TEST_NODE24') });
    world = await makeWorld(composition, await bootstrap(composition));
  }, 180_000);
  afterAll(() => composition?.stop());

  describeMeasurementFlow(
    () => composition,
    () => world,
  );
});
