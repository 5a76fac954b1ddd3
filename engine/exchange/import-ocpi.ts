import type { ClockTable } from "../model/clock-table.ts";
import { formatLocalDate } from "../model/local-date.ts";
import { minorUnitDigitsOf } from "../model/money.ts";
import type { RateLine, RateTable, Tariff } from "../model/rate-table.ts";
import { priceOfNumber, wholeAmountOfNumber } from "./amount-of-number.ts";
import { ExchangeNotes } from "./exchange-notes.ts";
import { finishImport } from "./finish-import.ts";
import { identifierOf, nameOf } from "./identifier-of.ts";
import type { ImportResult } from "./import-result.ts";
import { localDay } from "./local-day.ts";
import { type OcpiCell, type OcpiPiece, ocpiCells } from "./ocpi-cells.ts";
import { type OcpiPrice, ocpiPrices } from "./ocpi-elements.ts";
import { type OcpiTariff, ocpiTariffSchema } from "./ocpi-tariff.ts";
import { readDocument } from "./read-document.ts";

type Context = { digits: number; notes: ExchangeNotes };

/**
 * An OCPI 2.2 or 2.2.1 Tariff as a tariff for parking: its prices of parking time (of charging time, where it has no
 * other) and those that are due once. Whatever else it prices or asks is an error in the diagnostics. Never throws.
 *
 * OCPI rounds the time of a whole session up to the step of its last price. One price keeps its step, where 60 minutes
 * in steps of 60 are one step; of several prices each is charged by the second, and a warning says so.
 *
 * @param input the parsed JSON of one Tariff object
 * @param clock the clock of the lot: days and windows are local, the validity of the tariff is in UTC
 * @example importOcpi({ id: "12", currency: "EUR", elements: [{ price_components: [{ type: "TIME", price: 2, step_size: 900 }] }] }, { clock })
 */
export function importOcpi(input: unknown, { clock }: { clock: ClockTable }): ImportResult {
  const notes = new ExchangeNotes();
  const source = readDocument(input, ocpiTariffSchema, { notes });
  if (source === undefined) return { diagnostics: notes.diagnostics };
  const context = { digits: minorUnitDigitsOf(source.currency), notes };
  const prices = ocpiPrices(source, notes);
  if (prices.time.length + prices.flat.length === 0) {
    notes.error("exchange.noPrice", ["elements"]);
    return { diagnostics: notes.diagnostics };
  }
  const table = { ...tableOf(source, prices, context), ...validityOf(source, clock, notes) };
  const tax = taxOf([...prices.time, ...prices.flat], notes);
  sayLeftOut(source, notes);
  const tariff: Tariff = {
    currency: source.currency,
    minorUnitDigits: minorUnitDigitsOf(source.currency),
    rateTables: [table],
    rateEligibility: [{ rateTable: table.id }],
    ...(tax && { tax }),
  };
  return finishImport(tariff, { clock, notes });
}

function tableOf(source: OcpiTariff, prices: ReturnType<typeof ocpiPrices>, context: Context): RateTable {
  const cells = ocpiCells(prices);
  const isPlain = cells.length === 1;
  const needsStay = cells.some(({ flat, pieces }) => flat !== undefined || pieces.some(isPart));
  for (const { component, path, isRestricted } of prices.flat) {
    if (isRestricted && component.price > 0) context.notes.warning("ocpi.flatAtEntry", path);
  }
  return {
    id: identifierOf(source.id, "ocpi"),
    version: 1,
    ...nameOf(source.tariff_alt_text?.[0]?.text),
    rateLineCollections: cells.map(({ periods, ...cell }, index) => {
      const bySteps = isPlain && (periods === undefined || !needsStay) && cell.pieces.every(isAligned);
      const durationBasis = needsStay && !(isPlain && periods === undefined) ? "stay" : "collection";
      return {
        id: `prices-${index + 1}`,
        ...(periods && { periods }),
        ...((periods !== undefined || !isPlain) && { durationBasis }),
        rateLines: linesOf(cell, { ...context, bySteps }),
      };
    }),
    ...limitsOf(source, cells, context),
  };
}

function isPart({ fromMinutes, toMinutes }: OcpiPiece): boolean {
  return fromMinutes > 0 || toMinutes < Number.POSITIVE_INFINITY;
}

/** Rounding the piece up is rounding the session up: nothing is cut off before the next piece, or counted before it. */
function isAligned({ fromMinutes, toMinutes, price }: OcpiPiece): boolean {
  const stepMinutes = (price.component.step_size ?? 1) / 60;
  return fromMinutes % stepMinutes === 0 && (toMinutes === Number.POSITIVE_INFINITY || toMinutes % stepMinutes === 0);
}

function linesOf(
  { pieces, flat }: Pick<OcpiCell, "pieces" | "flat">,
  context: Context & { bySteps: boolean },
): RateLine[] {
  const lines: RateLine[] = [];
  if (flat && flat.component.price !== 0) {
    const path = [...flat.path, "price"];
    const price = priceOfNumber(flat.component.price, { ...context, path });
    if (price) lines.push({ rateLineType: "flatRate", durationStart: flat.fromMinutes, ...price });
  }
  for (const piece of pieces) {
    const line = piece.price.component.price === 0 ? undefined : timeLine(piece, context);
    if (line) lines.push(line);
  }
  return lines;
}

/** Prices of time are for an hour. A step that is no whole number of minutes cannot be kept. */
function timeLine(
  { fromMinutes, toMinutes, price: { component, path } }: OcpiPiece,
  { digits, notes, bySteps }: Context & { bySteps: boolean },
): RateLine | undefined {
  const { price: perHour, step_size: stepSeconds = 1 } = component;
  const span = { durationStart: fromMinutes, ...(toMinutes < Number.POSITIVE_INFINITY && { durationEnd: toMinutes }) };
  const at = { digits, path: [...path, "price"], notes };
  if (bySteps && stepSeconds >= 60 && stepSeconds % 60 === 0) {
    const price = priceOfNumber((perHour * stepSeconds) / 3_600, at);
    const incrementPeriod = stepSeconds / 60;
    notes.warningOnce("exchange.unitBoundary", [...path, "step_size"], { minutes: incrementPeriod });
    return price && { rateLineType: "incrementingRate", ...span, incrementPeriod, ...price };
  }
  if (stepSeconds > 1) notes.warning("ocpi.stepLeftOut", [...path, "step_size"], { seconds: stepSeconds });
  const price = priceOfNumber(perHour, at);
  return price && { rateLineType: "incrementingRate", ...span, incrementPeriod: 60, ...price, roundingMode: "exact" };
}

function limitsOf(source: OcpiTariff, cells: readonly OcpiCell[], { digits, notes }: Context): Partial<RateTable> {
  const limit = (name: "min_price" | "max_price") => {
    const given = source[name];
    if (given === undefined) return undefined;
    return wholeAmountOfNumber(given.excl_vat, { digits, path: [name], notes });
  };
  const minimumCharge = limit("min_price");
  const most = limit("max_price");
  const isFree = ({ periods, pieces, flat }: OcpiCell) =>
    periods !== undefined || (flat === undefined && pieces[0]?.price.component.price === 0);
  if (minimumCharge !== undefined && cells.some(isFree)) notes.warning("ocpi.minPriceWhenFree", ["min_price"]);
  return {
    ...(most !== undefined && { caps: [{ scope: "perStay" as const, amount: most }] }),
    ...(minimumCharge !== undefined && { minimumCharge }),
  };
}

function validityOf(source: OcpiTariff, clock: ClockTable, notes: ExchangeNotes): Partial<RateTable> {
  const day = (name: "start_date_time" | "end_date_time", edge: "start" | "end") => {
    const given = source[name];
    const found = given === undefined ? "always" : localDay(given, edge, { clock, path: [name], notes });
    return found === undefined || found === "always" ? undefined : formatLocalDate(found);
  };
  const validityStart = day("start_date_time", "start");
  const validityEnd = day("end_date_time", "end");
  return { ...(validityStart && { validityStart }), ...(validityEnd && { validityEnd }) };
}

/** A tariff has one tax; OCPI gives one for each price. */
function taxOf(prices: readonly OcpiPrice[], notes: ExchangeNotes): Tariff["tax"] {
  const charged = prices.filter(({ component }) => component.price !== 0);
  const [first, ...others] = charged;
  const rate = first?.component.vat;
  for (const { component, path } of others) if (component.vat !== rate) notes.lost([...path, "vat"], "vat");
  if (first === undefined || rate === undefined || rate === 0) return undefined;
  const basisPoints = Math.round(rate * 100);
  if (Math.abs(basisPoints - rate * 100) > 1e-6) {
    notes.warning("exchange.amountRounded", [...first.path, "vat"], { value: rate });
  }
  return { mode: "excluded", rate: basisPoints };
}

function sayLeftOut(source: OcpiTariff, notes: ExchangeNotes): void {
  if (source.type !== undefined && source.type !== "REGULAR") notes.lost(["type"], source.type);
  if (source.tariff_alt_url !== undefined) notes.leftOut(["tariff_alt_url"], "tariff_alt_url");
  if (source.energy_mix !== undefined) notes.leftOut(["energy_mix"], "energy_mix");
}
