import { MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { Validation } from "../model/validation.ts";
import { appliedValidations, type FreeTime, freeTimeOf } from "./applied-validations.ts";
import { type Choice, chooseTables, tableById } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { uncoveredTime } from "./covered-time.ts";
import { discountLines, validationLines } from "./discounts.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceParts } from "./price-parts.ts";
import { NO_FREE_TIME, priceTable, type TablePrice } from "./price-table.ts";
import type { ScaledLine } from "./quote.ts";
import { type SplitStay, splitStay } from "./split-stay.ts";
import type { Stay } from "./stay.ts";
import { within } from "./time-spans.ts";

/** What the time of a stay costs after discounts, before surcharges, tax and rounding. */
export type TimePrice = { table: PreparedTable; total: number; lines: ScaledLine[] };

type Context = {
  cursor: ClockCursor;
  noFree: boolean;
  /** Prices the stay's own time in place of the table that the tariff would choose. */
  instead: string | undefined;
};

/** What is the same for a stay with any of its validations. */
type Asked = { stay: Stay; split: SplitStay; choice: Choice; cursor: ClockCursor; noFree: boolean };

const NO_FREE_TIME_AT_ALL: FreeTime = { ...NO_FREE_TIME, noFree: true };

/**
 * Prices the time of a stay: as long as it is, or until its payment where the car left within the exit grace. After
 * the grace an `overstay` table, where there is one, prices what came later.
 */
export function priceTime(tariff: PreparedTariff, stay: Stay, context: Context): TimePrice {
  const { overstay, rightCoverage } = tariff.source;
  const { exitAt, paidAt } = stay;
  if (paidAt === undefined || paidAt > exitAt || paidAt < stay.entryAt) return priceUntil(tariff, stay, context);
  const graceEnd = paidAt + exitGraceMinutes(tariff.source, stay) * MINUTE_MS;
  if (exitAt > graceEnd && overstay === undefined) return priceUntil(tariff, stay, context);
  const paid = priceUntil(tariff, { ...stay, exitAt: paidAt }, context);
  if (exitAt <= graceEnd || overstay === undefined) return paid;
  const late = { ...stay, entryAt: overstay.from === "payment" ? paidAt : graceEnd };
  const table = tableById(tariff, overstay.rateTable, { stay: late, cursor: context.cursor });
  const spans = within(uncoveredTime(rightCoverage, stay), [{ fromAt: late.entryAt, toAt: exitAt }]);
  const more = priceTable(table, late, { cursor: context.cursor, free: NO_FREE_TIME, spans });
  const lines = more.lines.map((line) => ({ ...line, rateTableId: table.source.id }));
  return { table: paid.table, total: paid.total + more.total, lines: [...paid.lines, ...lines] };
}

function exitGraceMinutes(tariff: Tariff, { paidBy }: Stay): number {
  const own = tariff.exitGraceByChannel?.find(({ channels }) => paidBy !== undefined && channels.includes(paidBy));
  return own?.minutes ?? tariff.exitGraceMinutes ?? 0;
}

function priceUntil(tariff: PreparedTariff, stay: Stay, context: Context): TimePrice {
  const { source, scale } = tariff;
  const split = splitStay(source, stay);
  const choice = chooseFor(tariff, split.zone === stay.zone ? stay : { ...stay, zone: split.zone }, context);
  const asked: Asked = { stay, split, choice, cursor: context.cursor, noFree: context.noFree };
  const validations = appliedValidations(source, stay);
  const price = priceBest(tariff, asked, validations);
  const limit = source.validationLimits?.maxAmount;
  if (limit === undefined || validations.length === 0) return price;
  const amount = priceChoice(tariff, asked, []).total - limit * scale - price.total;
  if (amount <= 0) return price;
  const line: ScaledLine = { kind: "discount", amount, params: { reason: "validationLimit", limitMinor: limit } };
  return { ...price, total: price.total + amount, lines: [...price.lines, line] };
}

/** With all validations, or with the one that helps most where the tariff takes only one. */
function priceBest(tariff: PreparedTariff, asked: Asked, validations: readonly Validation[]): TimePrice {
  if (tariff.source.validationStacking !== "best" || validations.length < 2) {
    return priceChoice(tariff, asked, validations);
  }
  return validations.map((one) => priceChoice(tariff, asked, [one])).reduce(cheaper);
}

function chooseFor(tariff: PreparedTariff, stay: Stay, { cursor, instead }: Context): Choice {
  if (instead === undefined) return chooseTables(tariff, stay, cursor);
  return { tables: [tableById(tariff, instead, { stay, cursor })], discount: undefined };
}

function priceChoice(tariff: PreparedTariff, asked: Asked, applied: readonly Validation[]): TimePrice {
  const { scale } = tariff;
  const { stay, split, choice, cursor, noFree } = asked;
  const own = cheapest(tariff, asked, applied);
  const rate = discountLines(own.total, choice.discount, scale);
  const parts = priceParts(tariff, stay, { cursor, noFree, parts: split.parts });
  const owed = sumOf(rate) + own.total + parts.total;
  const off = validationLines(owed, applied, scale);
  for (const line of rate) own.lines.push(line);
  for (const line of parts.lines) own.lines.push(line);
  for (const line of off) own.lines.push(line);
  return { table: own.table, total: owed + sumOf(off), lines: own.lines };
}

/** What the stay's own time costs by the cheapest of its tables. */
function cheapest(tariff: PreparedTariff, asked: Asked, applied: readonly Validation[]): TablePrice {
  const tables = tablesFor(tariff, asked, applied) ?? asked.choice.tables;
  const free = freeTimeFor(tariff, asked, applied);
  let best = priceOwn(tariff, tables[0]!, asked, free);
  for (let i = 1; i < tables.length; i += 1) best = cheaper(best, priceOwn(tariff, tables[i]!, asked, free));
  return best;
}

function priceOwn(tariff: PreparedTariff, table: PreparedTable, asked: Asked, free: FreeTime): TablePrice {
  const { stay, split, cursor } = asked;
  return priceTable(table, stay, { cursor, free, spans: split.own, versions: versionsOf(tariff, table) });
}

/** All versions of a table, where each prices its own days. */
function versionsOf({ sharesVersions, tables }: PreparedTariff, { source }: PreparedTable) {
  if (!sharesVersions) return undefined;
  const versions = tables.get(source.id)!;
  return versions.length > 1 ? versions : undefined;
}

function freeTimeFor({ source }: PreparedTariff, asked: Asked, applied: readonly Validation[]): FreeTime {
  const { stay, cursor, noFree } = asked;
  if (applied.length === 0) return noFree ? NO_FREE_TIME_AT_ALL : NO_FREE_TIME;
  return { ...freeTimeOf(applied, stay, { cursor, limits: source.validationLimits }), noFree };
}

/** The table that a validation puts in place of the others. */
function tablesFor(tariff: PreparedTariff, { stay, cursor }: Asked, applied: readonly Validation[]) {
  for (const { effect } of applied) {
    if (effect.kind === "rateTable") return [tableById(tariff, effect.rateTable, { stay, cursor })];
  }
  return undefined;
}

function sumOf(lines: readonly ScaledLine[]): number {
  let sum = 0;
  for (const { amount } of lines) sum += amount;
  return sum;
}

function cheaper<T extends { total: number }>(best: T, next: T): T {
  return next.total < best.total ? next : best;
}
