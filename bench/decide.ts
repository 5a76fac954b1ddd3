import { performance } from "node:perf_hooks";
import { compileRules } from "#engine/decide/compile-rules.ts";
import type { RuleDocument } from "#engine/decide/rules/rule-document.ts";
import type { BenchRow } from "./bench-row.ts";
import type { BenchEngine } from "./engines/engine.ts";
import { handWritten } from "./engines/hand-written.ts";
import { jsonLogic } from "./engines/json-logic.ts";
import { jsonRulesEngine, jsonRulesEngineFull } from "./engines/json-rules-engine.ts";
import { ours, oursBundle, oursTraced } from "./engines/ours.ts";
import { zen } from "./engines/zen.ts";
import { type Contestant, measure, p99Us, undisturbed } from "./measure.ts";
import { heapKiB } from "./memory.ts";
import { Random } from "./random.ts";
import { row } from "./row.ts";
import { type BenchFacts, benchEvents, benchRules, plainDocuments, ruleSetSizes } from "./rulesets.ts";

const eventCount = 10_000;
/** Threads of zen have work for this many at once. */
const inFlight = 16;
/** json-rules-engine would take minutes for 10,000 events of the larger sets. */
const libraryChecks: Readonly<Record<number, number>> = { 10: 10_000, 50: 10_000, 200: 1_000, 1000: 100 };

type Speeds = ReadonlyMap<string, number>;

/** Decisions at four sizes beside four other engines and the same rules written by hand. */
export async function benchDecide({ isQuick }: { isQuick: boolean }): Promise<BenchRow[]> {
  const events = benchEvents(eventCount);
  const speeds = new Map<number, Speeds>();
  const rows: BenchRow[] = [];
  for (const size of ruleSetSizes) {
    const engines = await enginesFor(size, events);
    await checkEqual(engines, size, isQuick);
    const random = new Random(size);
    // Short batches: on a busy machine a longer one is interrupted nearly every time.
    speeds.set(size, await measure(engines.flatMap(contestantsOf), { rounds: isQuick ? 15 : 45, batchMs: 5, random }));
    rows.push(...speedRows(size, speeds.get(size)!));
    if (size === 200) rows.push(p99Row(engines, events.length));
  }
  const growth =
    Math.log(speeds.get(1_000)!.get("liftgate first()")! / speeds.get(10)!.get("liftgate first()")!) / Math.log(100);
  rows.push(
    row("decide: growth exponent from 10 to 1,000 rules", growth, "", { target: "at most 0.65", met: growth <= 0.65 }),
  );
  return [...rows, ...loadRows(isQuick ? 100 : 400)];
}

async function enginesFor(size: number, events: readonly BenchFacts[]): Promise<BenchEngine[]> {
  const rules = benchRules(size);
  const documents = plainDocuments(rules);
  const byHand = await handWritten(documents);
  return [
    ours(documents, events),
    ours(documents, events, false),
    oursBundle(rules, events),
    oursTraced(documents, events),
    { name: "hand-written if/else", decide: (at) => byHand(events[at]!) },
    jsonLogic(documents, events),
    zen(documents, events),
    jsonRulesEngine(documents, events),
    jsonRulesEngineFull(documents, events),
  ];
}

/** Every engine names the same rule for every car, or nothing is measured. */
async function checkEqual(engines: readonly BenchEngine[], size: number, isQuick: boolean): Promise<void> {
  const [reference, ...others] = engines;
  const expected = Array.from({ length: eventCount }, (_, at) => reference!.decide(at) as string);
  for (const { name, decide } of others) {
    const isSlow = name.startsWith("json-rules-engine") || name === "liftgate explain()";
    const all = isSlow ? libraryChecks[size]! : eventCount;
    const count = isQuick ? Math.min(all, 20_000 / size) : all;
    for (let at = 0; at < count; at += 1) {
      const found = await decide(at);
      if (found !== expected[at])
        throw new Error(`car ${at}, ${size} rules: ${name} says ${found}, not ${expected[at]}`);
    }
  }
}

/** zen runs twice: one by one, and several in flight. */
function contestantsOf({ name, decide, decideAll }: BenchEngine): Contestant[] {
  if (decideAll === undefined) return [{ name, run: runner(decide) }];
  const together = async (from: number, count: number) => {
    for (let done = 0; done < count; done += inFlight) {
      await decideAll(Array.from({ length: inFlight }, (_, at) => (from + done + at) % eventCount));
    }
  };
  return [
    { name: `${name}, awaited one by one`, run: runner(decide) },
    // A batch is rounded up to whole flights, and counted as such by taking the flight for one operation.
    { name: `${name}, ${inFlight} in flight`, run: (from, flights) => together(from * inFlight, flights * inFlight) },
  ];
}

/** Results go here, so that no compiler can leave their computation out. */
export let kept: unknown;

function runner(decide: BenchEngine["decide"]): Contestant["run"] {
  const isAsync = decide(0) instanceof Promise;
  if (!isAsync) {
    return (from, count) => {
      for (let at = from; at < from + count; at += 1) kept = decide(at % eventCount);
    };
  }
  return async (from, count) => {
    for (let at = from; at < from + count; at += 1) kept = await decide(at % eventCount);
  };
}

function speedRows(size: number, speeds: Speeds): BenchRow[] {
  const mine = speeds.get("liftgate first()")!;
  const inFlightName = `zen, ${inFlight} in flight`;
  const us = (name: string) => (name === inFlightName ? speeds.get(name)! / inFlight : speeds.get(name)!);
  const against = (name: string, least: number | null, value = mine, figure = "first()") => {
    const ratio = us(name) / value;
    const target = least === null ? {} : { target: `at least ${least}x`, met: ratio >= least };
    return row(`decide, ${size} rules: ${figure}`, value, "us", {
      baseline: name,
      baselineValue: us(name),
      ratio,
      ...target,
    });
  };
  const byHand = us("hand-written if/else");
  const byHandTarget =
    size === 200
      ? { target: "within 2.5x of it", met: mine <= byHand * 2.5 }
      : size === 1_000
        ? { target: "faster than it", met: mine < byHand }
        : {};
  const isFifty = size === 50;
  return [
    against("json-rules-engine, stop on first", isFifty ? 1_000 : null),
    against("zen, awaited one by one", isFifty ? 100 : null),
    against(inFlightName, isFifty ? 50 : null),
    against("json-logic-engine build()", null),
    row(`decide, ${size} rules: first()`, mine, "us", {
      baseline: "hand-written if/else",
      baselineValue: byHand,
      ratio: byHand / mine,
      ...byHandTarget,
    }),
    against("liftgate first(), index off", null),
    against("json-rules-engine, stop on first", null, us("liftgate decide(bundle)"), "decide(bundle, facts)"),
    against(
      "json-rules-engine, full run",
      isFifty ? 150 : null,
      us("liftgate explain()"),
      "explain(), the whole trace",
    ),
  ];
}

function p99Row(engines: readonly BenchEngine[], count: number): BenchRow {
  const { decide } = engines[0]!;
  const p99 = p99Us((at) => decide(at), count);
  return row("decide, 200 rules: p99 of single decisions", p99, "us", { target: "at most 5 us", met: p99 <= 5 });
}

/** Loading and holding many different sets of 50 rules. */
function loadRows(setCount: number): BenchRow[] {
  const texts = Array.from({ length: setCount }, (_, at) => JSON.stringify(plainDocuments(benchRules(50, at + 100))));
  const jsonKiB = texts.reduce((sum, text) => sum + text.length, 0) / 1_024 / setCount;
  const times: number[] = [];
  const load = (text: string) => {
    const documents = JSON.parse(text) as RuleDocument[];
    const start = performance.now();
    const rules = compileRules(documents);
    times.push(performance.now() - start);
    return rules;
  };
  for (const text of texts) kept = load(text);
  times.length = 0;
  const kiB = heapKiB(() => texts.map(load)) / setCount;
  const ms = undisturbed(times);
  return [
    row("load, 50 rules", ms, "ms", { target: "at most 1 ms", met: ms <= 1 }),
    row("memory, 50 rules", kiB, "KiB", {
      baseline: "its JSON",
      baselineValue: jsonKiB,
      ratio: kiB / jsonKiB,
      target: "at most 3x",
      met: kiB <= jsonKiB * 3,
    }),
  ];
}
