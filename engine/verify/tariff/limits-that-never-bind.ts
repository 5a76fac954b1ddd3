import type { Cap } from "../../model/cap.ts";
import { DAY_MINUTES, MINUTE_MS } from "../../model/local-time.ts";
import type { RateLineCollection, RateTable } from "../../model/rate-table.ts";
import { unitPrice } from "../../price/ladder.ts";
import type { Stay } from "../../price/stay.ts";
import { entryTimes } from "./entry-times.ts";
import type { TableView, TariffLint, TariffView } from "./tariff-view.ts";

/** Caps that never take anything off, and least charges below every price. */
export const limitsThatNeverBind: TariffLint = (view) => {
  for (const table of view.tables) {
    const { source, path } = table;
    const { caps = [] } = source;
    for (const [index, cap] of caps.entries()) {
      checkCap(view, table, { cap, path: [...path, "caps", index], without: { caps: caps.toSpliced(index, 1) } });
    }
    for (const [place, collection] of source.rateLineCollections.entries()) {
      const at = [...path, "rateLineCollections", place];
      const { caps: own = [] } = collection;
      for (const [index, cap] of own.entries()) {
        const fewer = { ...collection, caps: own.toSpliced(index, 1) };
        const rateLineCollections = source.rateLineCollections.with(place, fewer);
        checkCap(view, table, { cap, path: [...at, "caps", index], without: { rateLineCollections } });
      }
      const { minValueCollection = 0 } = collection;
      const least = leastStep(collection);
      if (minValueCollection > 0 && least !== undefined && least >= minValueCollection) {
        sayMinimum(view, [...at, "minValueCollection"], { minimumMinor: minValueCollection, leastMinor: least });
      }
    }
    checkMinimumCharge(view, table);
  }
};

type CapCase = { cap: Cap; path: (string | number)[]; without: Partial<RateTable> };

/** A cap binds when a stay costs more without it. Stays end where each of its buckets does. */
function checkCap(view: TariffView, table: TableView, { cap, path, without }: CapCase): void {
  const { pricer } = view;
  if (hasFallingTotals(table)) return;
  const withCap = table.alone();
  const other = table.alone(without);
  const { entries, complete } = entryTimes(view, table);
  const lengths = lengthsFor(cap, hasOtherCaps(table));
  const leaveOpen = () => view.undecided.push({ path, question: "cap.neverBinds" });
  const stays: { stay: Stay; feeMinor: number }[] = [];
  for (const entryAt of entries) {
    for (const minutes of lengths) {
      const stay = { entryAt, exitAt: entryAt + minutes * MINUTE_MS };
      const feeMinor = pricer.fee(withCap, stay);
      const freeMinor = pricer.fee(other, stay);
      // The bound on work is reached, or the stay runs out of the clock table.
      if (feeMinor === undefined || freeMinor === undefined) {
        leaveOpen();
        return;
      }
      if (feeMinor !== freeMinor) return;
      stays.push({ stay, feeMinor });
    }
    if (stays.length * 2 > QUOTES_MAX) break;
  }
  if (stays.length * 2 > QUOTES_MAX || !complete) {
    leaveOpen();
    return;
  }
  const longest = Math.max(...lengths);
  view.findings.push({
    code: "cap.neverBinds",
    severity: "warning",
    path,
    params: {
      cap: `${cap.scope} ${"minutes" in cap ? cap.minutes : 0} ${cap.amount}`,
      longestMinutes: longest,
      currency: view.tariff.currency,
    },
    // The stay that comes nearest: as long as was looked at.
    witness: { kind: "stays", stays: stays.slice(lengths.length - 1, lengths.length) },
    fix: { kind: "removeValue", path },
  });
}

const YEAR_MINUTES = 365 * DAY_MINUTES;

/**
 * How long to stay, so that the cap shows. What it takes off stays off, so a year shows all buckets and seasons at
 * once, but where other caps may hide it: there each bucket is looked at by itself.
 */
function lengthsFor(cap: Cap, isOneOfMany: boolean): number[] {
  if (cap.scope === "perStay" || !isOneOfMany) return [YEAR_MINUTES];
  const bucket = cap.scope === "rolling" ? cap.minutes : cap.scope === "calendarWeek" ? 7 * DAY_MINUTES : DAY_MINUTES;
  const first = "index" in cap && cap.index !== undefined ? cap.index.from : 1;
  const ends = Array.from({ length: BUCKETS_MAX }, (_, index) => (first + index) * bucket);
  return [...new Set(ends.map((end) => Math.min(end, YEAR_MINUTES)))];
}

/** Most stays that are priced for one cap. */
const QUOTES_MAX = 200;
const BUCKETS_MAX = 3;

function hasOtherCaps({ source }: TableView): boolean {
  const own = source.rateLineCollections.flatMap((collection) => collection.caps ?? []);
  return (source.caps ?? []).length + own.length > 1;
}

/** Where totals fall, a longer stay does not show all that a cap took off. */
function hasFallingTotals({ prepared }: TableView): boolean {
  return !prepared.rising;
}

function checkMinimumCharge(view: TariffView, { source, path }: TableView): void {
  const { minimumCharge = 0 } = source;
  const caps = [...(source.caps ?? []), ...source.rateLineCollections.flatMap((collection) => collection.caps ?? [])];
  // A cap below the least charge leaves less than it.
  if (minimumCharge === 0 || caps.some((cap) => cap.amount < minimumCharge)) return;
  const steps = source.rateLineCollections.map((collection) => {
    const step = leastStep(collection);
    return step === undefined ? undefined : Math.max(step, collection.minValueCollection ?? 0);
  });
  const paid = steps.flatMap((step, index) => (hasPrices(source.rateLineCollections[index]!) ? [step] : []));
  if (paid.length === 0 || paid.some((step) => step === undefined || step < minimumCharge)) return;
  const leastMinor = Math.min(...paid.map((step) => step!));
  sayMinimum(view, [...path, "minimumCharge"], { minimumMinor: minimumCharge, leastMinor });
}

function sayMinimum(
  view: TariffView,
  path: (string | number)[],
  amounts: { minimumMinor: number; leastMinor: number },
): void {
  view.findings.push({
    code: "minimum.neverBinds",
    severity: "warning",
    path,
    params: { ...amounts, currency: view.tariff.currency },
    fix: { kind: "removeValue", path },
  });
}

function hasPrices({ rateLines }: RateLineCollection): boolean {
  return rateLines.some(({ value }) => value > 0);
}

/**
 * The least that a collection can owe once it owes anything, in minor units: its cheapest price. None where totals may
 * fall against each other, or where there is no price.
 */
function leastStep({ rateLines }: RateLineCollection): number | undefined {
  const tiers = rateLines.filter((line) => line.rateLineType === "flatRateTier");
  const rises = tiers.every((tier, index) => index === 0 || tier.value >= tiers[index - 1]!.value);
  const steps = rateLines.filter(({ value }) => value > 0).map((line) => unitPrice(line));
  if (!rises || steps.length === 0) return undefined;
  // Several tiers: the step from one to the next is less than a total, but the total stays at least the first.
  return Math.min(...steps.map(({ numerator, denominator }) => numerator / denominator));
}
