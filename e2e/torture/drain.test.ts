import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cannotMakeLinks } from "./can-run.ts";
import type { DrainOutcome } from "./lab/drain-process.ts";
import { isFull, runLab } from "./lab/run-lab.ts";

const seed = Number(process.env.LIFTGATE_SEED ?? randomInt(1_000_000));
const reason = cannotMakeLinks();
const length = isFull
  ? { passages: 100_000, quietSeconds: 300, timeoutMs: 90 * 60_000 }
  : { passages: 1_000, quietSeconds: 8, timeoutMs: 240_000 };
/** The short form has too few live records to judge by, and says it only. */
const slowerMax = isFull ? 1.5 : Number.POSITIVE_INFINITY;
const sentMax = 1.3;
const memoryMaxMb = 500;
const journalLogMaxMb = 64;

describe.skipIf(reason !== null)(`T7: a long backlog${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  it(
    "goes forward to its end over a narrow uplink, and hardly slows what is live",
    async () => {
      const args = [seed, length.passages, length.quietSeconds].map(String);
      const outcome = await runLab<DrainOutcome>("./drain-process.ts", ...args);
      const { quiet, drain, backlogRecords, drainSeconds, bytesSent, bytesNeeded } = outcome;
      const slower = drain.commitP99Ms / quiet.commitP99Ms;
      const sent = bytesSent / bytesNeeded;
      console.log(
        `${backlogRecords} records in ${Math.round(drainSeconds)} s at 256 kbit/s; live acknowledged p99 ${drain.commitP99Ms} ms, ` +
          `quiet ${quiet.commitP99Ms} ms (${slower.toFixed(2)}); sent ${bytesSent} of ${bytesNeeded} bytes needed ` +
          `(${sent.toFixed(2)}); memory ${Math.round(outcome.edgeMemoryMb)} MB, journal's log ${outcome.journalLogMb.toFixed(1)} MB`,
      );
      expect(outcome.findings).toEqual([]);
      expect(outcome.setBacks).toBe(0);
      expect(sent).toBeLessThan(sentMax);
      expect(slower).toBeLessThan(slowerMax);
      expect(outcome.edgeMemoryMb).toBeLessThan(memoryMaxMb);
      expect(outcome.journalLogMb).toBeLessThan(journalLogMaxMb);
    },
    length.timeoutMs,
  );
});
