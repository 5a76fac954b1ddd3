import { setTimeout as sleep } from "node:timers/promises";
import { Backoff } from "./backoff.ts";
import { log } from "./log.ts";

export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

const backoff = { firstMs: 200, capMs: 2_000 };

/** Tries until it works. The first failure and the recovery are told; throws {@link StoppedError} when it is to stop. */
export async function retryUntil<Result>(
  what: string,
  work: () => Promise<Result>,
  isStopping: () => boolean,
): Promise<Result> {
  const waits = new Backoff(backoff);
  for (let tries = 1; ; tries += 1) {
    if (isStopping()) throw new StoppedError(`${what}: stopped`);
    try {
      const result = await work();
      if (tries > 1) log.info({ what, tries }, "works again");
      return result;
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      const said = { what, reason: (error as Error).message, code: (error as { code?: string }).code };
      if (tries === 1) log.warn(said, "failed, trying again");
      else log.debug({ ...said, tries }, "failed again");
      await sleep(waits.nextMs());
    }
  }
}
