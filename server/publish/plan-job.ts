import { setTimeout as sleep } from "node:timers/promises";
import type { SigningKey } from "#contracts/signature.ts";
import type { Db } from "#prisma/db.ts";
import { advancePlans } from "./advance-plan.ts";

const everyMs = 1_000;
const afterFaultMs = 10_000;

/** Takes rollout plans on, once a second, until it is stopped. `onFault` hears why a try failed; it is tried again. */
export function startPlanJob(db: Db, key: SigningKey, onFault: (error: Error) => void): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const isDone = await advancePlans(db, key, new Date()).then(
        () => true,
        (error: Error) => {
          onFault(error);
          return false;
        },
      );
      await sleep(isDone ? everyMs : afterFaultMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
