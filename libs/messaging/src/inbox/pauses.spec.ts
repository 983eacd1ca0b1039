import { DeliveryInterrupted } from '../event-transport';
import { backoffMs, pause, retryPausesMs } from './pauses';

describe('pauses', () => {
  it('grow between attempts', () => expect([...retryPausesMs].sort((a, b) => a - b)).toEqual(retryPausesMs));
  it('double up to a cap', () =>
    expect([0, 1, 2, 5, 6, 1_000].map((round) => backoffMs(round))).toEqual([100, 200, 400, 3_200, 5_000, 5_000]));
  it('end when the process stops', async () => {
    const stopping = new AbortController();
    const waiting = pause(60_000, stopping.signal);
    stopping.abort();
    await expect(waiting).rejects.toBeInstanceOf(DeliveryInterrupted);
    await expect(pause(60_000, stopping.signal)).rejects.toBeInstanceOf(DeliveryInterrupted);
  });
  it('otherwise last as long as they should', async () => {
    const start = performance.now();
    await pause(30, new AbortController().signal);
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });
});
