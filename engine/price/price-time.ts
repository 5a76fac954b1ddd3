import { MINUTE_MS } from "../model/local-time.ts";
import type { Validation } from "../model/validation.ts";
import { appliedValidations, freeTimeOf } from "./applied-validations.ts";
import { type Choice, chooseTables, tableById } from "./choose-tables.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { discountLines } from "./discounts.ts";
import type { PreparedTable } from "./prepare-table.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import { NO_FREE_TIME, priceTable } from "./price-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";

/** What the time of a stay costs after discounts, before surcharges, tax and rounding. */
export type TimePrice = { table: PreparedTable; total: number; lines: ScaledLine[] };

type Context = { cursor: ClockCursor; noFree: boolean };

/**
 * Prices the time of a stay: as long as it is, or until its payment where the car left within the exit grace. After
 * the grace an `overstay` table, where there is one, prices what came later.
 */
export function priceTime(tariff: PreparedTariff, stay: Stay, context: Context): TimePrice {
  const { exitGraceMinutes = 0, overstay } = tariff.source;
  const { exitAt, paidAt } = stay;
  if (paidAt === undefined || paidAt > exitAt || paidAt < stay.entryAt) return priceUntil(tariff, stay, context);
  const graceEnd = paidAt + exitGraceMinutes * MINUTE_MS;
  if (exitAt > graceEnd && overstay === undefined) return priceUntil(tariff, stay, context);
  const paid = priceUntil(tariff, { ...stay, exitAt: paidAt }, context);
  if (exitAt <= graceEnd || overstay === undefined) return paid;
  const late = { ...stay, entryAt: overstay.from === "payment" ? paidAt : graceEnd };
  const table = tableById(tariff, overstay.rateTable, { stay: late, cursor: context.cursor });
  const more = priceTable(table, late, { cursor: context.cursor, free: NO_FREE_TIME });
  const lines = more.lines.map((line) => ({ ...line, rateTableId: table.source.id }));
  return { table: paid.table, total: paid.total + more.total, lines: [...paid.lines, ...lines] };
}

function priceUntil(tariff: PreparedTariff, stay: Stay, context: Context): TimePrice {
  const choice = chooseTables(tariff, stay, context.cursor);
  const validations = appliedValidations(tariff.source.validations ?? [], stay);
  const priceWith = (applied: readonly Validation[]) => priceChoice(tariff, stay, { ...context, choice, applied });
  if (tariff.source.validationStacking !== "best" || validations.length < 2) return priceWith(validations);
  return validations.map((validation) => priceWith([validation])).reduce(cheaper);
}

function priceChoice(
  tariff: PreparedTariff,
  stay: Stay,
  { cursor, noFree, choice, applied }: Context & { choice: Choice; applied: readonly Validation[] },
): TimePrice {
  const free = { ...freeTimeOf(applied, stay, cursor), noFree };
  const other = applied.find(({ effect }) => effect.kind === "rateTable")?.effect;
  const tables = other?.kind === "rateTable" ? [tableById(tariff, other.rateTable, { stay, cursor })] : choice.tables;
  const { table, total, lines } = tables.map((one) => priceTable(one, stay, { cursor, free })).reduce(cheaper);
  const off = discountLines(total, { discount: choice.discount, validations: applied, scale: tariff.scale });
  return { table, total: off.reduce((sum, line) => sum + line.amount, total), lines: [...lines, ...off] };
}

function cheaper<T extends { total: number }>(best: T, next: T): T {
  return next.total < best.total ? next : best;
}
