/**
 * One line of a quote. The amounts of all lines add up to the fee.
 *
 * - `time`: `units` times `unitMinutes` at `unitPriceMinor`. `flat`, `tier`: a price owed once, or the total of a tier.
 * - `free`: time that costs nothing. `cap`, `discount`: what a limit or a discount takes off (negative).
 * - `minimum`, `surcharge`, `tax`: what is added. `rounding`: the difference to the rounded total.
 */
export type FeeLine = {
  kind: "time" | "flat" | "tier" | "free" | "cap" | "minimum" | "discount" | "tax" | "surcharge" | "rounding";
  fromAt?: number;
  toAt?: number;
  rateTableId: string;
  /** `collection/line`, lines counted from 1. */
  rateLine?: string;
  /** The name that the tariff's author gave. */
  label?: string;
  units?: number;
  unitMinutes?: number;
  /** Minor units; may have up to four decimals where the tariff prices below the minor unit. */
  unitPriceMinor?: number;
  /** How often it was owed, on lines that sum up a long stay. */
  times?: number;
  amountMinor: number;
  params?: Record<string, string | number>;
};

/** What a stay costs, and why. */
export type Quote = {
  /** The fee of the whole stay, whatever was paid for it before. */
  feeMinor: number;
  /** Paid earlier for this stay, by the stay itself and by the visits that it continues. */
  paidMinor: number;
  dueMinor: number;
  currency: string;
  rateTable: { id: string; version: number };
  lines: FeeLine[];
  /** What rules may want to know of the stay besides its price; absent when there is nothing. */
  notices?: QuoteNotice[];
};

/**
 * - `turnRound`: the car left within the time in which it may turn round, so the visit was none.
 * - `maxStayExceeded`: it stayed longer than the tariff allows. `returnedTooSoon`: it came back too early.
 */
export type QuoteNotice = "turnRound" | "maxStayExceeded" | "returnedTooSoon";

/** A line before the amounts are brought to minor units: `amount` is scaled. */
export type ScaledLine = Omit<FeeLine, "amountMinor" | "rateTableId"> & { rateTableId?: string; amount: number };
