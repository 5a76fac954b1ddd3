import { MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { Validation } from "../model/validation.ts";
import { appliedValidations, freeTimeOf } from "./applied-validations.ts";
import { type Choice, chooseTables, tableById, versionPieces } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { uncoveredTime } from "./covered-time.ts";
import { discountLines, validationLines } from "./discounts.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceParts } from "./price-parts.ts";
import { NO_FREE_TIME, priceTable } from "./price-table.ts";
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
  const validations = appliedValidations(source, stay);
  const { cursor, noFree } = context;
  const priceWith = (applied: readonly Validation[]) =>
    priceChoice(tariff, stay, { cursor, noFree, split, choice, applied });
  const best = source.validationStacking === "best" && validations.length > 1;
  const price = best ? validations.map((one) => priceWith([one])).reduce(cheaper) : priceWith(validations);
  const limit = source.validationLimits?.maxAmount;
  if (limit === undefined || validations.length === 0) return price;
  const amount = priceWith([]).total - limit * scale - price.total;
  if (amount <= 0) return price;
  const line: ScaledLine = { kind: "discount", amount, params: { reason: "validationLimit", limitMinor: limit } };
  return { ...price, total: price.total + amount, lines: [...price.lines, line] };
}

function chooseFor(tariff: PreparedTariff, stay: Stay, { cursor, instead }: Context): Choice {
  if (instead === undefined) return chooseTables(tariff, stay, cursor);
  return { tables: [tableById(tariff, instead, { stay, cursor })], discount: undefined };
}

function priceChoice(
  tariff: PreparedTariff,
  stay: Stay,
  {
    cursor,
    noFree,
    split,
    choice,
    applied,
  }: Omit<Context, "instead"> & { split: SplitStay; choice: Choice; applied: readonly Validation[] },
): TimePrice {
  const { source, scale } = tariff;
  const free = freeTimeOf(applied, stay, { cursor, limits: source.validationLimits });
  free.noFree = noFree;
  const other = applied.find(({ effect }) => effect.kind === "rateTable")?.effect;
  const tables = other?.kind === "rateTable" ? [tableById(tariff, other.rateTable, { stay, cursor })] : choice.tables;
  const own = tables
    .map((table) => {
      const pieces = versionPieces(tariff, table, cursor);
      return priceTable(table, stay, { cursor, free, spans: split.own, pieces });
    })
    .reduce(cheaper);
  const rate = discountLines(own.total, choice.discount, scale);
  const parts = priceParts(tariff, stay, { cursor, noFree, parts: split.parts });
  const owed = sumOf(rate) + own.total + parts.total;
  const off = validationLines(owed, applied, scale);
  for (const more of [rate, parts.lines, off]) for (const line of more) own.lines.push(line);
  return { table: own.table, total: owed + sumOf(off), lines: own.lines };
}

function sumOf(lines: readonly ScaledLine[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

function cheaper<T extends { total: number }>(best: T, next: T): T {
  return next.total < best.total ? next : best;
}
