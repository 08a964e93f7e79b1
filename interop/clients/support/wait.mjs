// Waiting without guessing: every wait has a condition and a limit, and says what it waited for.
import { setTimeout as sleep } from "node:timers/promises";

export { sleep };

/** Polls until `condition` returns something truthy, and returns that; fails after `limit` milliseconds. */
export async function until(what, condition, limit = 10_000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`gave up after ${limit} ms waiting for: ${what}`);
    await sleep(10);
  }
}

/** Bounds a promise, and names it when it does not settle. */
export function within(limit, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${limit} ms`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
