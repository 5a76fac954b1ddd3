import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { Facts } from "#contracts/decision.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { decide } from "#engine/decide/decide.ts";
import { feeFacts } from "#engine/decide/fee-facts.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import type { RecordedPassage } from "#engine/replay/recorded-passage.ts";
import { createReplay } from "#engine/replay/replay.ts";
import type { BenchRow } from "./bench-row.ts";
import { jsonRulesEngine } from "./engines/json-rules-engine.ts";
import { Random } from "./random.ts";
import { row } from "./row.ts";
import { type BenchFacts, benchEvents, benchLaneIds, benchRules } from "./rulesets.ts";

const passageCount = 1_000_000;
/** Distinct passages; the million is these over and over. */
const distinctCount = 10_000;
const ruleCount = 50;
const timeZone = "Europe/Berlin";
const minuteMs = 60_000;

/** A million recorded passages under two bundles, decisions and fees, beside json-rules-engine deciding each once. */
export async function benchReplay({ isQuick }: { isQuick: boolean }): Promise<BenchRow[]> {
  const before = bundleOf(250);
  const after = bundleOf(300);
  const passages = recordedPassages(before);
  const events = passages.map(({ body }) => body.facts as BenchFacts);
  // The bundle's own JSON: fees are unknown where no stay ends, so its guards are needed for the same decisions.
  const library = jsonRulesEngine(before.bundle.release.rules, events);
  await checkEqual(passages, before, (at) => library.decide(at) as Promise<string>);
  const total = isQuick ? passageCount / 10 : passageCount;
  const passes = isQuick ? 1 : 3;
  const replayMs = await best(passes, () => replayAll(passages, total, before, after));
  const sample = isQuick ? 1_000 : distinctCount;
  const libraryMs = await best(passes, async () => {
    for (let at = 0; at < sample; at += 1) await library.decide(at);
  });
  const seconds = (replayMs / total) * (passageCount / 1_000);
  const librarySeconds = (libraryMs / sample) * (passageCount / 1_000);
  const ratio = librarySeconds / seconds;
  return [
    row("replay, 1,000,000 passages, two bundles of 50 rules, decisions and fees", seconds, "s", {
      baseline: `json-rules-engine, decisions of one bundle alone (from ${sample.toLocaleString("en")})`,
      baselineValue: librarySeconds,
      ratio,
      target: "at least 300x",
      met: ratio >= 300,
    }),
  ];
}

function replayAll(passages: readonly RecordedPassage[], total: number, before: LoadedBundle, after: LoadedBundle) {
  const { add, result } = createReplay(before, after);
  for (let at = 0; at < total; at += 1) add(passages[at % passages.length]!);
  const { replayed, changed } = result();
  if (replayed !== total || changed === 0) throw new Error(`${replayed} of ${total} passages were replayed`);
}

/** The shortest of several times in ms. */
async function best(times: number, act: () => unknown): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const start = performance.now();
    await act();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

/** A replay of a bundle against itself decides each car as json-rules-engine does, and as the record says. */
async function checkEqual(
  passages: readonly RecordedPassage[],
  bundle: LoadedBundle,
  decideByLibrary: (at: number) => Promise<string>,
): Promise<void> {
  const { add, result } = createReplay(bundle, bundle);
  for (const [at, passage] of passages.entries()) {
    const found = await decideByLibrary(at);
    if (found !== passage.body.decision.ruleId) throw new Error(`passage ${at}: json-rules-engine says ${found}`);
    if (add(passage) !== null) throw new Error(`passage ${at} differs from itself`);
  }
  const { replayed, unlikeRecord } = result();
  if (replayed !== passages.length || unlikeRecord > 0) throw new Error("a replay must repeat what was recorded");
}

function bundleOf(hourMinor: number): LoadedBundle {
  const clocks = JSON.parse(
    readFileSync(new URL("../engine/price/golden/clocks.json", import.meta.url), "utf8"),
  ) as Record<string, ClockTable>;
  const tariff = hourlyTariff({
    currency: "EUR",
    rateTableName: "Day and night",
    hourMinor,
    freePeriod: { minutes: 15, mode: "onlyIfWithin" },
    night: { start: 20 * 60, end: 7 * 60, flatMinor: 400, name: "Night" },
    dayCapMinor: hourMinor * 9,
  });
  const lanes = benchLaneIds.map((id) => ({ id, name: id, direction: "transfer" as const }));
  const lot = { id: "bench", name: "Bench", timeZone, country: "DE", lanes };
  const compiled = compileBundle({ draft: { tariff, rules: benchRules(ruleCount) }, lot, clock: clocks[timeZone]! });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return loadBundle(compiled.bytes);
}

/** Random cars over a month; each that leaves has a stay of ten minutes to two days, most of them short. */
function recordedPassages(bundle: LoadedBundle): RecordedPassage[] {
  const random = new Random(5);
  const start = Date.UTC(2026, 2, 15);
  const passages = benchEvents(distinctCount, 6).map((event, at): RecordedPassage => {
    const exitAt = start + Math.floor((at / distinctCount) * 30 * 24 * 60) * minuteMs;
    const stayMinutes = Math.round(10 * (2_880 / 10) ** (random.next() ** 2));
    const isLeaving = event["lane.direction"] === "exit";
    const stay = isLeaving ? { entryAt: exitAt - stayMinutes * minuteMs, exitAt, vehicleClass: "car" } : null;
    const { "fee.total": _total, "fee.due": _due, ...others } = event;
    const fees = stay ? feeFacts(priceStay(bundle.tariff, stay), exitAt) : { "fee.total": null, "fee.due": null };
    const facts: Facts = { ...others, ...fees };
    return {
      body: {
        passageId: `p${at}`,
        lotId: "bench",
        laneId: event["lane.id"] as string,
        stamp: { at: exitAt, offsetMs: 0, quality: "synced", monotonicMs: 0, bootId: "00000000" },
        basis: "rules",
        facts,
        stay: stay && { ...stay, tariffSha256: bundle.sha256 },
        decision: decide(bundle, facts),
      },
      personalFacts: {},
    };
  });
  // As they come from a file: every object parsed, nothing shared.
  return JSON.parse(JSON.stringify(passages)) as RecordedPassage[];
}
