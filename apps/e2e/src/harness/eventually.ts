import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer satisfies, at most `seconds`; then fails with the last answer or error. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value>,
  satisfied: (value: Value) => boolean,
  seconds = 30,
): Promise<Value> {
  let last: unknown;
  for (let attempt = 0; attempt < seconds * 10; attempt++) {
    try {
      const value = await ask();
      if (satisfied(value)) return value;
      last = value;
    } catch (error) {
      last = error instanceof Error ? error.message : error;
    }
    await pause(100);
  }
  throw new Error(`within ${seconds} s it did not happen: ${what}; last seen: ${JSON.stringify(last)?.slice(0, 3000)}`);
}
