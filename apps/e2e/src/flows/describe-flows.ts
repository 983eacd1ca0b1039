import type { Composition } from '../harness/composition';
import { bootstrap, makeWorld, type World } from '../harness/world';
import { describeMeasurementFlow } from './measurement-flow';
import { describeReleaseFlow } from './release-flow';
import { describeTicketFlow } from './ticket-flow';

/** The three flows of the design on a composition: the same specs, however Slipway is put together. */
export function describeFlows(name: string, start: () => Promise<Composition>): void {
  describe(name, () => {
    let composition: Composition;
    let world: World;
    let releaseWorld: World;

    beforeAll(async () => {
      composition = await start();
      const operator = await bootstrap(composition);
      world = await makeWorld(composition, operator);
      releaseWorld = await makeWorld(composition, operator);
    }, 180_000);
    afterAll(() => composition?.stop(), 60_000);

    describeMeasurementFlow(
      () => composition,
      () => world,
    );
    describeTicketFlow(
      () => composition,
      () => world,
    );
    describeReleaseFlow(
      () => composition,
      () => releaseWorld,
    );
  });
}
