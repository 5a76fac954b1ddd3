import type { PreparedTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import type { Stay } from "./stay.ts";

/**
 * What a stay costs, in minor units, for those who need no lines: always `priceStay(tariff, stay).feeMinor`, and the
 * same errors.
 *
 * @example feeOf(prepareTariff(tariff, clock), { entryAt, exitAt, vehicleClass: "car" })
 */
export function feeOf(tariff: PreparedTariff, stay: Stay): number {
  return priceStay(tariff, stay).feeMinor;
}
