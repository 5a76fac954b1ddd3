import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cannotMakeLinks } from "./can-run.ts";
import type { CrowdOutcome } from "./lab/crowd-lab.ts";
import { isFull, runLab } from "./lab/run-lab.ts";

const seed = Number(process.env.LIFTGATE_SEED ?? randomInt(1_000_000));
const reason = cannotMakeLinks();
// the longer the broker was away, the further apart the tries have come
const length = isFull
  ? { edges: 500, awaySeconds: 90, twinsSeconds: 60, spreadMinMs: 30_000, shareMax: 0.1 }
  : { edges: 60, awaySeconds: 5, twinsSeconds: 4, spreadMinMs: 2_000, shareMax: 0.5 };
const presenceMaxMs = 60_000;
/** One that loses every link at once waits longer each time. */
const twinLinksMax = isFull ? 40 : 24;

describe.skipIf(reason !== null)(`T4: a broker that restarts${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  it(
    "has its edges come back one after the other, and the cloud shows within a minute who is there",
    async () => {
      const args = [seed, length.edges, length.awaySeconds, length.twinsSeconds, isFull ? "full" : "short"].map(String);
      const outcome = await runLab<CrowdOutcome>("./crowd-lab.ts", ...args);
      const { edges, allOnlineMs, firstBackMs, lastBackMs, busiestSecond, triesEach, deadOfflineMs, twins } = outcome;
      console.log(
        `${edges} edges, broker away for ${length.awaySeconds} s: ${triesEach.toFixed(1)} tries each meanwhile; back from ` +
          `${firstBackMs} to ${lastBackMs} ms, at most ${busiestSecond} in a second; all shown online after ${allOnlineMs} ms, ` +
          `the dead offline after ${deadOfflineMs ?? "?"} ms; two of one identity: ${twins.links} links in ${twins.seconds} s, ` +
          `true again after ${twins.trueAgainMs} ms`,
      );
      expect(outcome.findings).toEqual([]);
      expect(allOnlineMs).toBeLessThan(presenceMaxMs);
      // those that died while the broker was away: from when the cloud could have known
      expect(deadOfflineMs ?? 0).toBeLessThan(presenceMaxMs + length.awaySeconds * 1_000 + 10_000);
      expect(lastBackMs - firstBackMs).toBeGreaterThan(length.spreadMinMs);
      expect(busiestSecond).toBeLessThan(edges * length.shareMax);
      expect(twins.links).toBeLessThan(twinLinksMax);
      expect(twins.trueAgainMs).toBeLessThan(presenceMaxMs);
    },
    isFull ? 900_000 : 240_000,
  );
});
