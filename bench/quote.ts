import { readFileSync } from "node:fs";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { feeOf } from "#engine/price/fee-of.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import type { Stay } from "#engine/price/stay.ts";
import type { BenchRow } from "./bench-row.ts";
import { measure } from "./measure.ts";
import { byElapsedTime } from "./pricers/by-elapsed-time.ts";
import { byWallClock } from "./pricers/by-wall-clock.ts";
import { DAY, HOUR, MINUTE } from "./pricers/wall-clock.ts";
import { Random } from "./random.ts";
import { row } from "./row.ts";

type Golden = { readonly lot: { readonly timeZone: string }; readonly tariff: Tariff };
type Pricer = (stay: Stay) => number;
type Pair = { readonly id: string; readonly engine: Pricer; readonly byHand: Pricer };

const checkedStays = 5_000;
const measuredStays = 512;
const lengths = { "1 hour": HOUR, "1 day": DAY, "30 days": 30 * DAY } as const;
const golden = new URL("../engine/price/golden/", import.meta.url);
/** A year within the clock tables in which the tariffs' own special days lie. */
const year = { from: Date.UTC(2025, 0, 5), to: Date.UTC(2025, 10, 20) } as const;

let kept = 0;

/** Sixteen published tariffs, each beside a pricer of that one tariff written by hand. */
export async function benchQuote({ isQuick }: { isQuick: boolean }): Promise<BenchRow[]> {
  const pairs = readPairs();
  for (const pair of pairs) checkEqual(pair);
  const rows: BenchRow[] = [];
  for (const [name, lengthMs] of Object.entries(lengths)) {
    const found: BenchRow[] = [];
    for (const pair of pairs) found.push(await measurePair(pair, name, lengthMs, isQuick));
    rows.push(...found);
  }
  const worst = rows.reduce((most, one) => (1 / one.ratio! > 1 / most.ratio! ? one : most));
  const within = rows.filter(({ met }) => met).length;
  return [...rows, row(`quotes within 5x of hand-written, of ${rows.length}; worst: ${worst.figure}`, within, "")];
}

function readPairs(): Pair[] {
  const read = <Value>(file: string) => JSON.parse(readFileSync(new URL(file, golden), "utf8")) as Value;
  const clocks = read<Record<string, ClockTable>>("clocks.json");
  return [...Object.keys(byElapsedTime), ...Object.keys(byWallClock)].sort().map((id) => {
    const { lot, tariff } = read<Golden>(`${id}.json`);
    const clock = clocks[lot.timeZone]!;
    const prepared = prepareTariff(tariff, clock);
    return {
      id,
      engine: (stay) => feeOf(prepared, stay),
      byHand: byElapsedTime[id] ?? byWallClock[id]!(clock),
    };
  });
}

/** Thousands of stays of all lengths, with the conditions that the tariffs know. */
function checkEqual({ id, engine, byHand }: Pair): void {
  const random = new Random(11);
  for (let at = 0; at < checkedStays; at += 1) {
    const lengthMs = Math.round(MINUTE * (40 * 24 * 60) ** random.next());
    const whole = random.chance(0.5) ? MINUTE : 1;
    const stay = stayOf(random, Math.round(lengthMs / whole) * whole, random.chance(0.3));
    const [found, expected] = [engine(stay), byHand(stay)];
    if (found === expected) continue;
    throw new Error(`${id}: ${found} by the engine, ${expected} by hand, for ${JSON.stringify(stay)}`);
  }
}

function stayOf(random: Random, lengthMs: number, hasConditions: boolean): Stay {
  const entryAt = Math.floor((year.from + random.next() * (year.to - year.from)) / MINUTE) * MINUTE;
  const base = { entryAt, exitAt: entryAt + lengthMs, vehicleClass: "car" };
  if (!hasConditions) return base;
  return {
    ...base,
    ...(random.chance(0.3) && { propulsion: "electric" }),
    ...(random.chance(0.3) && { season: "busy" }),
    ...(random.chance(0.3) && { zone: random.pick(["shortTerm", "longTerm"]) }),
    ...(random.chance(0.3) && { validations: ["cinema"] }),
  };
}

async function measurePair({ id, engine, byHand }: Pair, name: string, lengthMs: number, isQuick: boolean) {
  const random = new Random(12);
  const stays = Array.from({ length: measuredStays }, () => {
    const jitter = random.int(-10, 10) * MINUTE;
    return stayOf(random, lengthMs + jitter, false);
  });
  const runner = (price: Pricer) => (from: number, count: number) => {
    let sum = 0;
    for (let at = from; at < from + count; at += 1) sum += price(stays[at % measuredStays]!);
    kept += sum;
  };
  const speeds = await measure(
    [
      { name: "engine", run: runner(engine) },
      { name: "hand", run: runner(byHand) },
    ],
    { rounds: isQuick ? 5 : 11, batchMs: isQuick ? 4 : 8, random },
  );
  if (Number.isNaN(kept)) throw new Error("a fee is no number");
  const [value, baselineValue] = [speeds.get("engine")!, speeds.get("hand")!];
  const ratio = baselineValue / value;
  const target = { target: "within 5x of it", met: value <= baselineValue * 5 };
  return row(`quote, ${name}: ${id}`, value, "us", {
    baseline: "hand-written pricer",
    baselineValue,
    ratio,
    ...target,
  });
}
