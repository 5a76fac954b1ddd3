import type { Tariff } from "../model/rate-table.ts";

/**
 * What is paid in coins for an amount that is due: to the nearest multiple of the tariff's `cashRounding`, halves up
 * (New Zealand 10 cents, Switzerland 5, Norway 100). The fee stays what it is; the difference belongs to the payment.
 *
 * @example roundForCash({ cashRounding: 5 }, 1247) === 1245
 */
export function roundForCash({ cashRounding = 1 }: Pick<Tariff, "cashRounding">, dueMinor: number): number {
  return Math.floor(dueMinor / cashRounding + 0.5) * cashRounding;
}
