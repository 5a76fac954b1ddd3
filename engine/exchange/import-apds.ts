import type { Period } from "../model/calendar.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Eligibility } from "../model/eligibility.ts";
import { formatLocalDate } from "../model/local-date.ts";
import { minorUnitDigitsOf } from "../model/money.ts";
import type { RateEligibility, RateTable, Tariff } from "../model/rate-table.ts";
import { wholeAmountOfNumber } from "./amount-of-number.ts";
import { type ApdsContext, apdsCollections } from "./apds-collections.ts";
import {
  type ApdsDocument,
  type ApdsRateEligibility,
  type ApdsRateTable,
  apdsDocumentSchema,
} from "./apds-document.ts";
import { apdsEligibility } from "./apds-eligibility.ts";
import { apdsForm } from "./apds-form.ts";
import { apdsPeriods } from "./apds-periods.ts";
import { apdsTax } from "./apds-tax.ts";
import { ExchangeNotes } from "./exchange-notes.ts";
import { finishImport } from "./finish-import.ts";
import { identifierOf, nameOf } from "./identifier-of.ts";
import type { ImportResult } from "./import-result.ts";
import { localDay } from "./local-day.ts";
import { readDocument } from "./read-document.ts";

type Path = Diagnostic["path"];
type Discount = RateEligibility["rateDiscount"];

type NamedTable = { source: ApdsRateTable; path: Path };

/** One use of a rate table: when, for whom, at what discount. */
type Use = {
  /** Its versions. */
  tables: [NamedTable, ...NamedTable[]];
  periods: Period[] | undefined;
  eligibility: Eligibility | undefined;
  discount: Discount;
  combinable: boolean;
};

/**
 * APDS version 4 rate tables as a tariff: one RateTable, a list or a page of them, or
 * `{ rateTables, rightSpecifications }`, where a right specification says when (its validity) and for whom (its rate
 * eligibilities) a table is. Tables of the same stays that are valid at different times become one with periods.
 * Never throws.
 *
 * A literal reading charges a unit at its start, so 60 minutes in units of 60 are two. Here they are one; a warning
 * says so once.
 *
 * @param input the parsed JSON
 * @param clock the clock of the lot: days and windows are local, validities are instants
 */
export function importApds(input: unknown, { clock }: { clock: ClockTable }): ImportResult {
  const notes = new ExchangeNotes();
  const { document, sourcePath } = apdsForm(input);
  const source = readDocument(document, apdsDocumentSchema, { notes });
  const result: ImportResult = source
    ? finishImport(tariffOf(source, { clock, notes }), { clock, notes })
    : { diagnostics: notes.diagnostics };
  const diagnostics = result.diagnostics.map((found) => ({ ...found, path: sourcePath(found.path) }));
  return { ...result, diagnostics };
}

function tariffOf(source: ApdsDocument, { clock, notes }: { clock: ClockTable; notes: ExchangeNotes }): Tariff {
  // The schema lets no document pass without a table, and no table without a collection.
  const currency = source.rateTables[0]!.rateLineCollections[0]!.applicableCurrency;
  const digits = minorUnitDigitsOf(currency);
  const context: ApdsContext = { digits, currency, clock, notes };
  for (const [index, table] of source.rateTables.entries()) sayLeftOut(table, ["rateTables", index], notes);
  const made: Made = { tables: new Map(), ids: new Map() };
  const rows = usesOfSameStays(usesOf(source, context)).map((uses) => rowOf(uses, made, context));
  const tax = apdsTax(source, notes);
  return {
    currency,
    minorUnitDigits: digits,
    rateTables: [...made.tables.values()],
    rateEligibility: rows,
    ...(tax && { tax }),
  };
}

function usesOf(source: ApdsDocument, context: ApdsContext): Use[] {
  const { rateTables, rightSpecifications = [] } = source;
  const sources = rateTables.map((table, index) => ({ source: table, path: ["rateTables", index] as Path }));
  if (rightSpecifications.length === 0) {
    const ids = [...new Set(rateTables.map(({ id }) => id))];
    if (ids.length > 1) context.notes.warning("apds.noEligibility", sources[1]!.path);
    return ids.map((id) => ({ ...anyStay, tables: sources.filter((one) => one.source.id === id) as Use["tables"] }));
  }
  return rightSpecifications.flatMap(({ validity, rateEligibility = [] }, index) => {
    const path: Path = ["rightSpecifications", index];
    const when = validity?.validityTimeSpecification;
    const periods = when && apdsPeriods(when, [...path, "validity", "validityTimeSpecification"], context);
    if (periods?.length === 0) return [];
    const rated = rateEligibility.map((one, place) => ({ one, path: [...path, "rateEligibility", place] }));
    rated.sort((a, b) => (a.one.priority ?? 0) - (b.one.priority ?? 0));
    return rated.flatMap(({ one, path: at }): Use[] => {
      const named = one.rateTable ?? one.rate;
      const [main, ...versions] = sources.filter(({ source: table }) => table.id === named?.id);
      if (main === undefined) {
        context.notes.error("apds.tableMissing", [...at, "rateTable"], { rateTable: named?.id.slice(0, 60) ?? "" });
        return [];
      }
      const discount = discountOf(one, at, context);
      const tables: Use["tables"] = [main, ...versions];
      const use = { tables, periods, discount, combinable: one.combinable ?? false };
      return apdsEligibility(one, at, context.notes).map((eligibility) => ({ ...use, eligibility }));
    });
  });
}

const anyStay = { periods: undefined, eligibility: undefined, discount: undefined, combinable: false };

type UseGroup = [Use, ...Use[]];

/** Uses of the same stays at different times are one table with periods; the others stay as they are. */
function usesOfSameStays(uses: readonly Use[]): UseGroup[] {
  const groups: UseGroup[] = [];
  for (const use of uses) {
    const key = JSON.stringify([use.eligibility, use.discount]);
    const same = groups.find(([first]) => JSON.stringify([first.eligibility, first.discount]) === key);
    const joins = use.combinable || use.periods !== undefined || same?.[0].periods !== undefined;
    if (same && joins) same.push(use);
    else groups.push([use]);
  }
  return groups;
}

/** Tables of ours by id and version, and the id that each id of the document became. */
type Made = { tables: Map<string, RateTable>; ids: Map<string, string> };

function rowOf(uses: UseGroup, made: Made, context: ApdsContext): RateEligibility {
  const [first, ...others] = uses;
  const isWindowed = uses.some(({ periods }) => periods !== undefined);
  const rateTable = isWindowed ? addMerged(uses, made, context) : addTables(first, made, context);
  const cheaper = isWindowed ? [] : others.map((use) => addTables(use, made, context));
  const bestOf = [...new Set(cheaper)].filter((id) => id !== rateTable);
  return {
    ...(first.eligibility && { eligibility: first.eligibility }),
    rateTable,
    ...(first.discount && { rateDiscount: first.discount }),
    ...(bestOf.length > 0 && { bestOf }),
  };
}

/** Adds every version of a table, once. */
function addTables({ tables: [first, ...others] }: Use, { tables, ids }: Made, context: ApdsContext): string {
  const known = ids.get(first.source.id);
  if (known !== undefined) return known;
  const id = freeId(identifierOf(first.source.id, "table"), ids);
  ids.set(first.source.id, id);
  for (const { source, path } of [first, ...others]) {
    const version = source.version ?? 1;
    if (tables.has(`${id}@${version}`)) {
      context.notes.error("apds.differs", [...path, "version"], { field: "version" });
      continue;
    }
    const rateLineCollections = apdsCollections(source, path, { periods: undefined, idPrefix: "prices-", ...context });
    tables.set(`${id}@${version}`, { id, version, ...factsOf(source, path, context), rateLineCollections });
  }
  return id;
}

/** Two ids of a document may look alike once they are plain. */
function freeId(id: string, ids: ReadonlyMap<string, string>): string {
  const taken = new Set(ids.values());
  let free = id;
  for (let number = 2; taken.has(free); number += 1) free = `${id.slice(0, 60)}-${number}`;
  return free;
}

function addMerged(uses: UseGroup, { tables, ids }: Made, context: ApdsContext): string {
  const [{ source: main, path: mainPath }] = uses[0].tables;
  const id = freeId(identifierOf(main.id, "table"), ids);
  ids.set(`${id} (periods)`, id);
  const rateLineCollections = uses.flatMap(({ tables: [first, ...others], periods }, index) => {
    for (const { path } of others) context.notes.lost([...path, "version"], "version");
    return apdsCollections(first.source, first.path, { periods, idPrefix: `prices-${index + 1}-`, ...context });
  });
  tables.set(id, { id, version: 1, ...factsOf(main, mainPath, context), rateLineCollections });
  return id;
}

function factsOf(
  { rateTableName, validityStart, validityEnd }: ApdsRateTable,
  path: Path,
  { clock, notes }: ApdsContext,
): Partial<RateTable> {
  const day = (text: string | undefined, edge: "start" | "end", name: string) => {
    const found = text === undefined ? "always" : localDay(text, edge, { clock, path: [...path, name], notes });
    return found === undefined || found === "always" ? undefined : formatLocalDate(found);
  };
  const from = day(validityStart, "start", "validityStart");
  const to = day(validityEnd, "end", "validityEnd");
  return { ...nameOf(textOf(rateTableName)), ...(from && { validityStart: from }), ...(to && { validityEnd: to }) };
}

/** A text in several languages: a list of them, or, as some write it, an object by language. */
function textOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  if (typeof first === "string") return first;
  if (typeof first !== "object" || first === null) return undefined;
  const text = "string" in first ? first.string : Object.values(first)[0];
  return typeof text === "string" ? text : undefined;
}

function discountOf(
  { rateDiscount }: ApdsRateEligibility,
  path: Path,
  { currency, digits, notes }: ApdsContext,
): Discount {
  if (rateDiscount === undefined) return undefined;
  const { discountRate, fixedValue } = rateDiscount;
  const at = [...path, "rateDiscount"];
  if (discountRate) notes.warning("apds.discountSign", [...at, "discountRate"], { rate: discountRate });
  const isOurs = fixedValue?.currencyType === currency;
  if (fixedValue && !isOurs) notes.error("apds.differs", [...at, "fixedValue"], { field: "currencyType" });
  const off =
    fixedValue && isOurs
      ? wholeAmountOfNumber(fixedValue.currencyValue, { digits, path: [...at, "fixedValue"], notes })
      : undefined;
  return {
    ...(discountRate !== undefined && { discountRate: Math.round(discountRate * 100) }),
    ...(off !== undefined && { fixedValue: off }),
  };
}

function sayLeftOut(table: ApdsRateTable, path: Path, notes: ExchangeNotes): void {
  if (table.rateSupersedeLink !== undefined) notes.lost([...path, "rateSupersedeLink"], "rateSupersedeLink");
  for (const [index, time] of (table.activeTimes ?? []).entries()) {
    // The standard has a duration where times of day are meant; only "all day" can be understood.
    const isAllDay = typeof time === "string" && /^P(T24H|\d+D|\d+W|\d+M|\d+Y)$/.test(time);
    if (!isAllDay) notes.lost([...path, "activeTimes", index], "activeTimes");
  }
}
