import { DeliveryInterrupted } from '../event-transport';

/** Milliseconds between the attempts of a handler; one attempt more than pauses. */
export const retryPausesMs: readonly number[] = [100, 400, 1_500, 4_000];

/** 100 ms, doubled each time, at most `capMs`. `round` counts from 0. */
export const backoffMs = (round: number, capMs = 5_000): number => Math.min(capMs, 100 * 2 ** Math.min(round, 16));

/** Waits; rejects with {@link DeliveryInterrupted} as soon as the process stops. */
export async function pause(ms: number, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) throw new DeliveryInterrupted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new DeliveryInterrupted());
    };
    const timer = setTimeout(() => {
      stopping.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    stopping.addEventListener('abort', onAbort, { once: true });
  });
}
