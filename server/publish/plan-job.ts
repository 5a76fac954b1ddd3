import { setTimeout as sleep } from "node:timers/promises";
import type { SigningKey } from "#contracts/signature.ts";
import type { Db } from "#prisma/db.ts";
import { log } from "../link/log.ts";
import { advancePlans } from "./advance-plan.ts";

const everyMs = 1_000;
const afterFaultMs = 10_000;

/** Takes rollout plans on, once a second, until it is stopped. A fault of the database is said and tried again. */
export function startPlanJob(db: Db, key: SigningKey): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const isDone = await advancePlans(db, key, new Date()).then(
        () => true,
        (error: Error) => {
          log.warn({ reason: error.message }, "rollout plans could not be taken on, trying again");
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
