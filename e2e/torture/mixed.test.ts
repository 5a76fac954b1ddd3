import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cannotFakeTime, cannotMakeLinks } from "./can-run.ts";
import { isFull, runLab } from "./lab/run-lab.ts";
import { buildTrustingEdge } from "./mixed/build-trusting-edge.ts";
import type { EdgeBooks } from "./mixed/check-mixed.ts";
import type { MixedOptions, MixedOutcome } from "./mixed/mixed-process.ts";
import { faultKinds, planFaults, tellFault } from "./mixed/plan-faults.ts";

// LIFTGATE_SEED repeats a run's faults, and LIFTGATE_PASSAGES and LIFTGATE_FAULTS say how long it is.
const reason = cannotMakeLinks() ?? cannotFakeTime();
const whole = isFull ? { passages: 100_000, faults: 300 } : { passages: 600, faults: 26 };
const options: MixedOptions = {
  seed: Number(process.env.LIFTGATE_SEED ?? randomInt(1_000_000)),
  passages: Number(process.env.LIFTGATE_PASSAGES ?? whole.passages),
  faults: Number(process.env.LIFTGATE_FAULTS ?? whole.faults),
  edges: Number(process.env.LIFTGATE_EDGES ?? (isFull ? 5 : 2)),
  pairsOfLanes: isFull ? 3 : 2,
  passagesPerSecond: Number(process.env.LIFTGATE_PASSAGES_PER_SECOND ?? (isFull ? 45 : 10)),
  settleMs: 300_000,
};
const timeoutMs = 4 * 60 * 60_000;

/** Enough for a broker to die, or to take and lose, while records are on their way. */
const control: MixedOptions = {
  ...options,
  ...{ passages: 600, faults: 24, edges: 2, pairsOfLanes: 2, passagesPerSecond: 12, settleMs: 20_000 },
  kinds: ["killBroker", "killIngest", "killEdge", "messagesTakenAndLost"],
};

const sum = (books: readonly EdgeBooks[], of: (one: EdgeBooks) => number) =>
  books.reduce((total, one) => total + of(one), 0);
/** What a finding says has become of records. */
const losses = [
  ["lost", /"kind":"(hole|onlyInFirst|onlyInSecond)"|: 0 passages/],
  ["doubled", /"kind":"doubled"|decided \d+ times|: [2-9]\d* passages|two passages|of two events/],
  ["altered", /"kind":"(altered|differs|brokenChain|wrongStart)"/],
  ["opened without a record", /opening /],
] as const;

function tellOutcome({ answered, books, faults, meddled, settledMs, trafficSeconds }: MixedOutcome): void {
  const findings = books.flatMap((one) => one.findings);
  const counts = losses.map(([word, says]) => `${word} ${findings.filter((finding) => says.test(finding)).length}`);
  const settled =
    settledMs === null ? "never all in the cloud" : `all in the cloud ${settledMs} ms after the last fault`;
  console.log(
    `${answered} passages in ${trafficSeconds} s, ${settled}: ${sum(books, ({ records }) => records)} records, ` +
      `${sum(books, ({ openings }) => openings)} openings, ${sum(books, ({ repeated }) => repeated)} messages of cameras sent again\n` +
      `${counts.join(", ")}; opened ahead of the journal, by the lane's policy, ${sum(books, ({ openedLate }) => openedLate)}, ` +
      `of these with a record that a kill took ${sum(books, ({ takenByKill }) => takenByKill)}\n` +
      `faults ${JSON.stringify(faults)}, messages ${JSON.stringify(meddled)}`,
  );
}

describe.skipIf(reason !== null)(
  `T1: faults of all kinds at once${reason === null ? "" : ` (skipped: ${reason})`}`,
  () => {
    it(
      "lose, double and alter no record, and open no gate without one",
      async () => {
        const { seed, passages, faults, edges } = options;
        console.log(`mixed faults: seed ${seed}, ${passages} passages, ${faults} faults, ${edges} edges`);
        const plan = planFaults(options);
        console.log(plan.map(tellFault).join("\n"));
        const outcome = await runLab<MixedOutcome>("../mixed/mixed-process.ts", JSON.stringify(options));
        tellOutcome(outcome);
        const { books, answered } = outcome;
        expect(books.flatMap(({ findings }) => findings)).toEqual([]);
        expect(outcome.settledMs).not.toBeNull();
        expect(answered).toBeGreaterThanOrEqual(passages);
        expect(sum(books, ({ events }) => events)).toBe(answered);
        for (const kind of faultKinds) {
          const planned = plan.filter((fault) => fault.kind === kind).length;
          expect(outcome.faults[kind] ?? 0, kind).toBe(planned);
        }
      },
      timeoutMs,
    );

    it(
      "are not survived by an edge that takes a broker's receipt for the cloud's word",
      async () => {
        const edgeFile = await buildTrustingEdge();
        const planted = JSON.stringify({ ...control, edgeFile });
        const outcome = await runLab<MixedOutcome>("../mixed/mixed-process.ts", planted);
        tellOutcome(outcome);
        const lost = outcome.books.flatMap(({ findings }) => findings).filter((finding) => losses[0][1].test(finding));
        expect(lost.length).toBeGreaterThan(0);
      },
      timeoutMs,
    );
  },
);
