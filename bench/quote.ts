import { readdirSync, readFileSync } from "node:fs";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { feeOf } from "#engine/price/fee-of.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import type { Stay } from "#engine/price/stay.ts";
import { stayFromPublished } from "#engine/price/stay-from-published.ts";
import type { BenchRow } from "./bench-row.ts";
import { measure } from "./measure.ts";
import { byElapsedTime } from "./pricers/by-elapsed-time.ts";
import { byWallClock } from "./pricers/by-wall-clock.ts";
import { DAY, HOUR, MINUTE } from "./pricers/wall-clock.ts";
import { Random } from "./random.ts";
import { row } from "./row.ts";

type Golden = {
  readonly lot: { readonly timeZone: string };
  readonly tariff: Tariff;
  readonly examples: readonly unknown[];
};
type Pricer = (stay: Stay) => number;
type Pair = { readonly id: string; readonly fee: Pricer; readonly quote: Pricer; readonly byHand: Pricer };

const checkedStays = 5_000;
const measuredStays = 512;
const lengths = { "1 hour": HOUR, "1 day": DAY, "30 days": 30 * DAY } as const;
const golden = new URL("../engine/price/golden/", import.meta.url);
/** A year within the clock tables in which the tariffs' own special days lie. */
const year = { from: Date.UTC(2025, 0, 5), to: Date.UTC(2025, 10, 20) } as const;

let kept = 0;

/** The sixteen tariffs of the sample, each beside a pricer of that one tariff written by hand; then long stays. */
export async function benchQuote({ isQuick }: { isQuick: boolean }): Promise<BenchRow[]> {
  const pairs = readPairs();
  for (const pair of pairs) checkEqual(pair);
  const fees: BenchRow[] = [];
  const quotes: BenchRow[] = [];
  for (const [name, lengthMs] of Object.entries(lengths)) {
    for (const pair of pairs) {
      const [fee, quote] = await measurePair(pair, name, lengthMs, isQuick);
      fees.push(fee);
      quotes.push(quote);
    }
  }
  const worst = fees.reduce((most, one) => (1 / one.ratio! > 1 / most.ratio! ? one : most));
  const within = fees.filter(({ met }) => met).length;
  const summary = row(`fees within 5x of hand-written, of ${fees.length}; worst: ${worst.figure}`, within, "");
  return [...fees, summary, ...quotes, ...(await benchLongStays(isQuick))];
}

function readPairs(): Pair[] {
  const clocks = readGolden<Record<string, ClockTable>>("clocks.json");
  return [...Object.keys(byElapsedTime), ...Object.keys(byWallClock)].sort().map((id) => {
    const { lot, tariff } = readGolden<Golden>(`${id}.json`);
    const clock = clocks[lot.timeZone]!;
    const prepared = prepareTariff(tariff, clock);
    return {
      id,
      fee: (stay) => feeOf(prepared, stay),
      quote: (stay) => priceStay(prepared, stay).feeMinor,
      byHand: byElapsedTime[id] ?? byWallClock[id]!(clock),
    };
  });
}

/** Thousands of stays of all lengths, with the conditions that the tariffs know. */
function checkEqual({ id, fee, quote, byHand }: Pair): void {
  const random = new Random(11);
  for (let at = 0; at < checkedStays; at += 1) {
    const lengthMs = Math.round(MINUTE * (40 * 24 * 60) ** random.next());
    const whole = random.chance(0.5) ? MINUTE : 1;
    const stay = stayOf(random, Math.round(lengthMs / whole) * whole, random.chance(0.3));
    const [found, quoted, expected] = [fee(stay), quote(stay), byHand(stay)];
    if (found === expected && quoted === expected) continue;
    throw new Error(`${id}: fee ${found}, quote ${quoted}, ${expected} by hand, for ${JSON.stringify(stay)}`);
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

async function measurePair({ id, fee, quote, byHand }: Pair, name: string, lengthMs: number, isQuick: boolean) {
  const random = new Random(12);
  const stays = Array.from({ length: measuredStays }, () => {
    return stayOf(random, lengthMs + random.int(-10, 10) * MINUTE, false);
  });
  const speeds = await measure(
    [
      { name: "fee", run: runner(fee, stays) },
      { name: "quote", run: runner(quote, stays) },
      { name: "hand", run: runner(byHand, stays) },
    ],
    { rounds: isQuick ? 5 : 11, batchMs: isQuick ? 4 : 8, random },
  );
  const baselineValue = speeds.get("hand")!;
  const [feeUs, quoteUs] = [speeds.get("fee")!, speeds.get("quote")!];
  return [
    row(`fee, ${name}: ${id}`, feeUs, "us", {
      baseline: "hand-written pricer",
      baselineValue,
      ratio: baselineValue / feeUs,
      target: "within 5x of it",
      met: feeUs <= baselineValue * 5,
    }),
    row(`quote with all its lines, ${name}: ${id}`, quoteUs, "us", {
      baseline: "hand-written pricer, the fee alone",
      baselineValue,
      ratio: baselineValue / quoteUs,
    }),
  ] as const;
}

/**
 * Every golden tariff: how many times longer 90 days take than an hour beyond its free period, for which nothing would
 * have to be worked out, and which tariff is the worst.
 */
async function benchLongStays(isQuick: boolean): Promise<BenchRow[]> {
  const clocks = readGolden<Record<string, ClockTable>>("clocks.json");
  const files = readdirSync(golden).filter((file) => file !== "clocks.json");
  const worst = { quote: { times: 0, id: "" }, fee: { times: 0, id: "" } };
  for (const file of files) {
    const { lot, tariff, examples } = readGolden<Golden>(file);
    const prepared = prepareTariff(tariff, clocks[lot.timeZone]!);
    const conditions = stayFromPublished(examples[0]);
    const random = new Random(13);
    const entries = Array.from({ length: measuredStays }, () => stayOf(random, 0, false).entryAt);
    const lasting = (ms: number) => entries.map((entryAt) => ({ ...conditions, entryAt, exitAt: entryAt + ms }));
    const freeMinutes = Math.max(0, ...tariff.rateTables.map(({ freePeriod }) => freePeriod?.minutes ?? 0));
    const [hour, days] = [lasting(HOUR + freeMinutes * MINUTE), lasting(90 * DAY)];
    const speeds = await measure(
      [
        { name: "quote hour", run: runner((stay) => priceStay(prepared, stay).feeMinor, hour) },
        { name: "quote days", run: runner((stay) => priceStay(prepared, stay).feeMinor, days) },
        { name: "fee hour", run: runner((stay) => feeOf(prepared, stay), hour) },
        { name: "fee days", run: runner((stay) => feeOf(prepared, stay), days) },
      ],
      { rounds: isQuick ? 3 : 7, batchMs: 2, random },
    );
    for (const kind of ["quote", "fee"] as const) {
      const times = speeds.get(`${kind} days`)! / speeds.get(`${kind} hour`)!;
      if (times > worst[kind].times) worst[kind] = { times, id: file.replace(".json", "") };
    }
  }
  const { quote, fee } = worst;
  return [
    row(
      `a quote of 90 days by one of an hour that is charged, worst of ${files.length} tariffs: ${quote.id}`,
      quote.times,
      "x",
      {
        target: "at most 20x",
        met: quote.times <= 20,
      },
    ),
    row(`the fee alone of 90 days by that of an hour, worst: ${fee.id}`, fee.times, "x"),
  ];
}

function runner(price: Pricer, stays: readonly Stay[]) {
  return (from: number, count: number) => {
    let sum = 0;
    for (let at = from; at < from + count; at += 1) sum += price(stays[at % measuredStays]!);
    kept += sum;
    if (Number.isNaN(kept)) throw new Error("a fee is no number");
  };
}

function readGolden<Value>(file: string): Value {
  return JSON.parse(readFileSync(new URL(file, golden), "utf8")) as Value;
}
