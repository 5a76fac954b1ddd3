import type { ClockTable } from "#engine/model/clock-table.ts";
import { toInstant, toLocal } from "#engine/model/clock-table.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { checkTariff } from "#engine/price/check-tariff.ts";
import { feeOf } from "#engine/price/fee-of.ts";
import { prepareTariff } from "#engine/price/prepare-tariff.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { readClockTable } from "../publish/read-clock-table.ts";

/** What one stay costs by a table, before and after; null where the table does not price it. */
export type SampleFee = {
  readonly entryMinute: number;
  readonly stayMinutes: number;
  readonly before: number | null;
  readonly after: number | null;
};

const minuteMs = 60_000;
/** By day from short to long, and over night. */
const byDay = [30, 60, 130, 480, 1_440];
const overNight = { entryMinute: 1_200, stayMinutes: 720 };

/**
 * Fees of ordinary stays, and of stays just as long as what is free, that begin today in the lot and pay by one table
 * of a tariff, with its tax and rounding.
 */
export function sampleFees(
  { before, after }: { before: Tariff; after: Tariff },
  { rateTableId, timeZone }: { rateTableId: string; timeZone: string },
): SampleFee[] {
  const now = Date.now();
  const clock = readClockTable(timeZone, now);
  const feeBefore = feesBy(before, rateTableId, clock);
  const feeAfter = feesBy(after, rateTableId, clock);
  const free = [before, after].flatMap(({ rateTables }) =>
    rateTables.flatMap(({ id, freePeriod }) => (id === rateTableId && freePeriod ? [freePeriod.minutes] : [])),
  );
  const stays = [...new Set([...free, ...byDay])].sort((a, b) => a - b);
  const samples = [...stays.map((stayMinutes) => ({ entryMinute: 540, stayMinutes })), overNight];
  return samples.map(({ entryMinute, stayMinutes }) => {
    const entryAt = toInstant(clock, toLocal(clock, now).epochDay, entryMinute);
    const stay = { entryAt, exitAt: entryAt + stayMinutes * minuteMs };
    return { entryMinute, stayMinutes, before: feeBefore(stay), after: feeAfter(stay) };
  });
}

function feesBy(tariff: Tariff, rateTable: string, clock: ClockTable) {
  const forAll: Tariff = { ...tariff, rateEligibility: [{ rateTable }] };
  const isSound = checkTariff(forAll).every(({ severity }) => severity !== "error");
  const prepared = isSound ? prepareTariff(forAll, clock) : null;
  return (stay: { entryAt: number; exitAt: number }): number | null => {
    if (!prepared) return null;
    try {
      return feeOf(prepared, stay);
    } catch (error) {
      if (error instanceof QuoteError) return null;
      throw error;
    }
  };
}
