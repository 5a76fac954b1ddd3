import { invariant } from "../invariant.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { RateEligibility, RateLineCollection, RateTable, Tariff } from "../model/rate-table.ts";
import { numberOfPrice } from "./amount-of-number.ts";
import { apdsCollectionOf } from "./apds-collection-of.ts";
import { apdsPeriodsOf } from "./apds-periods-of.ts";
import { apdsQualificationOf } from "./apds-qualification-of.ts";
import { ExchangeNotes } from "./exchange-notes.ts";
import { startOfDay, utcText } from "./local-day.ts";

type Path = Diagnostic["path"];

/** Who publishes, and what is published: the standard asks for both. */
export type ApdsPublication = { clock: ClockTable; place: string; issuer: string };

type Context = ApdsPublication & { tariff: Tariff; digits: number; notes: ExchangeNotes };
type Exported = { rateTables: object[]; rightSpecifications: object[] };

const exportedOfTariff = new Set([
  "currency",
  "minorUnitDigits",
  "rateTables",
  "rateEligibility",
  "tax",
  "specialDays",
]);
const exportedOfTable = new Set([
  "id",
  "version",
  "rateTableName",
  "validityStart",
  "validityEnd",
  "freePeriod",
  "rateLineCollections",
  "caps",
  "minimumCharge",
]);

/**
 * A tariff as APDS version 4: `{ rateTables, rightSpecifications }`. A rate table of the standard has no calendar, so
 * each period becomes a table of its own, and the right specification that names it says when it is valid. What the
 * standard has no word for is an error at its path in the tariff; the document then lacks it.
 *
 * @param tariff one that `checkTariff` finds no error in
 * @example exportApds(tariff, { clock, place: "riverside-p1", issuer: "city-parking" })
 */
export function exportApds(
  tariff: Tariff,
  publication: ApdsPublication,
): { document: Exported; diagnostics: Diagnostic[] } {
  const notes = new ExchangeNotes();
  const context: Context = { ...publication, tariff, digits: tariff.minorUnitDigits, notes };
  loseAllBut(exportedOfTariff, tariff, [], notes);
  if (tariff.specialDays?.length) notes.warning("apds.specialDays", ["specialDays"]);
  const document: Exported = { rateTables: [], rightSpecifications: [] };
  const done = new Map<string, RightTables>();
  const seen = new Map<string, boolean>();
  for (const [index, row] of tariff.rateEligibility.entries()) {
    document.rightSpecifications.push(...rightsOf(row, index, { ...context, document, done, seen }));
  }
  return { document, diagnostics: notes.diagnostics };
}

/** The tables that one of ours became, each with the periods in which it is valid. */
type RightTable = { id: string; version: number; validity: object };
type RightTables = [RightTable, ...RightTable[]];
type Exporting = Context & {
  document: Exported;
  done: Map<string, RightTables>;
  /** The stays of the rows so far, and whether their prices have periods. */
  seen: Map<string, boolean>;
};

function rightsOf(row: RateEligibility, index: number, context: Exporting): object[] {
  const path: Path = ["rateEligibility", index];
  const qualification = apdsQualificationOf(row.eligibility, [...path, "eligibility"], context.notes);
  if (qualification === undefined) return [];
  const { bestOf = [], rateDiscount } = row;
  const main = tablesOf(row.rateTable, context);
  const others = bestOf.map((id) => tablesOf(id, context));
  const isWindowed = [main, ...others].some((tables) => tables.some(({ validity }) => "validPeriods" in validity));
  const key = JSON.stringify(row.eligibility ?? null);
  // Read again, periods and what stands beside them for the same stays are one table.
  if (context.seen.has(key) && (isWindowed || context.seen.get(key))) {
    context.notes.lost(path, "rateEligibility");
    return [];
  }
  context.seen.set(key, isWindowed);
  if (isWindowed && bestOf.length > 0) context.notes.lost([...path, "bestOf"], "bestOf");
  const eligibilityOf = (rateTable: RightTable, priority: number) => ({
    id: `${rateTable.id}.${index + 1}`,
    version: 1,
    priority,
    combinable: bestOf.length > 0 && !isWindowed,
    eligibility: { id: `stays-${index + 1}`, version: 1, qualifications: qualification },
    rateTable: { id: rateTable.id, version: rateTable.version, className: "RateTable" },
    ...(rateDiscount && { rateDiscount: discountOf(rateDiscount, context) }),
  });
  if (isWindowed)
    return main.map((one, place) =>
      rightOf(`right-${index + 1}.${place + 1}`, one.validity, [eligibilityOf(one, 1)], context),
    );
  // Without periods each table is one.
  const all = [main, ...others].map(([only]) => only);
  const eligibilities = all.map((one, place) => eligibilityOf(one, place + 1));
  return [rightOf(`right-${index + 1}`, main[0].validity, eligibilities, context)];
}

function rightOf(id: string, validity: object, rateEligibility: object[], { issuer, place }: Context): object {
  return {
    id,
    version: 1,
    type: "oneTimeUseParking",
    issuer: { id: issuer, version: 1, className: "Organisation" },
    transferable: false,
    hierarchyElements: [{ id: place, version: 1, className: "Place" }],
    validity: { validityTimeSpecification: validity },
    rateEligibility,
  };
}

function discountOf(
  { discountRate, fixedValue }: NonNullable<RateEligibility["rateDiscount"]>,
  { tariff, digits }: Context,
): object {
  return {
    ...(discountRate !== undefined && { discountRate: discountRate / 100 }),
    ...(fixedValue !== undefined && {
      fixedValue: { currencyType: tariff.currency, currencyValue: numberOfPrice({ value: fixedValue }, digits) },
    }),
  };
}

/** Exports every version of a table once, whichever row names it. */
function tablesOf(id: string, context: Exporting): RightTables {
  const known = context.done.get(id);
  if (known) return known;
  const versions = [...context.tariff.rateTables.entries()].filter(([, table]) => table.id === id);
  const exported = versions.map(([index, table]) => exportTable(table, ["rateTables", index], context));
  const isWindowed = exported.flat().some(({ validity }) => "validPeriods" in validity);
  for (const [index] of isWindowed ? versions.slice(1) : []) {
    context.notes.lost(["rateTables", index, "version"], "version");
  }
  const first = exported[0] ?? invariant("a sound tariff names only tables that it has");
  context.done.set(id, first);
  return first;
}

function exportTable(table: RateTable, path: Path, context: Exporting): RightTables {
  const { notes, clock, document } = context;
  const always = table.rateLineCollections.findIndex(isAlways);
  const collections = always < 0 ? table.rateLineCollections : table.rateLineCollections.slice(0, always + 1);
  const isWhole = collections.length === 1;
  loseAllBut(isWhole ? exportedOfTable : exportedOfWindows, table, path, notes);
  const validityStart = table.validityStart ? startOfDay(table.validityStart, clock) : utcText(clock.from);
  const tables = collections.map((collection, index): RightTable => {
    const at = [...path, "rateLineCollections", index];
    const id = isWhole ? table.id : `${table.id}.${index + 1}`;
    const whole = isWhole ? { table, tablePath: path } : undefined;
    const { source, periods } = apdsCollectionOf(collection, {
      path: at,
      whole,
      validStart: validityStart,
      ...context,
    });
    document.rateTables.push({
      id,
      version: table.version,
      rateTableName: [{ language: "en", string: table.rateTableName ?? id }],
      validityStart,
      ...(table.validityEnd && { validityEnd: startOfDay(table.validityEnd, clock) }),
      activeTimes: ["P1D"],
      availability: "public",
      rateLineCollections: [source],
    });
    const validPeriods = periods && apdsPeriodsOf(periods, [...at, "periods"], context);
    const validity = { overallStartTime: utcText(clock.from), ...(validPeriods && { validPeriods }) };
    return { id, version: table.version, validity };
  });
  return tables as RightTables; // a table has a collection at least
}

/** Without periods, or with one that asks nothing. */
function isAlways({ periods }: RateLineCollection): boolean {
  return periods === undefined || periods.some((period) => Object.keys(period).length === 0);
}

/** Free time, limits and minimums of a table are its only collection's; where it has several there is no word. */
const exportedOfWindows = new Set(
  [...exportedOfTable].filter((name) => !["freePeriod", "caps", "minimumCharge"].includes(name)),
);

function loseAllBut(exported: ReadonlySet<string>, value: object, path: Path, notes: ExchangeNotes): void {
  for (const [name, one] of Object.entries(value)) {
    const isEmpty = one === undefined || (Array.isArray(one) && one.length === 0);
    if (!exported.has(name) && !isEmpty) notes.lost([...path, name], name);
  }
}
