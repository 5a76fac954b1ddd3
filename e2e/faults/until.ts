import { setTimeout as sleep } from "node:timers/promises";

/** Waits until it holds; a server that is down while it is asked is not yet what we wait for. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, timeoutMs = 60_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (
    !(await Promise.resolve()
      .then(holds)
      .catch(() => false))
  ) {
    if (performance.now() > end) throw new Error(`in ${timeoutMs / 1_000} s it did not come true that ${what}`);
    await sleep(200);
  }
}
