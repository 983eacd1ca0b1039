import { EventWorld, eventually, requiredServer } from './event-world';
it('x', async () => {
  const t0 = Date.now();
  const lap = (w: string) => console.log(w, Date.now() - t0);
  const world = await EventWorld.create({
    serverUrl: requiredServer('SLIPWAY_TEST_DATABASE_URL'),
    kafkaBrokers: process.env['K'] ? [process.env['K']] : [],
  });
  lap('world');
  const node = await world.node({ logLevel: 'debug' });
  lap('node');
  await node.take(world.engagementId, 'a', 1);
  lap('take');
  await eventually(
    'seen',
    async () => (await world.steps('scheduler', 'a')).length === 1 && (await world.steps('witness', 'a')).length === 1,
  );
  lap('seen');
  await node.take(world.engagementId, 'a', 2);
  await eventually('seen', async () => (await world.steps('scheduler', 'a')).length === 2);
  lap('seen2');
  await world.destroy();
  lap('destroyed');
});
