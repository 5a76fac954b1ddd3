import { usableVersion } from "./choose-tables.ts";
import { discountOn } from "./discounts.ts";
import { allHold } from "./eligible.ts";
import { finishFee } from "./finish-quote.ts";
import { isPlain } from "./plain-stays.ts";
import type { PreparedChoice, PreparedTariff } from "./prepare-tariff.ts";
import { priceStay } from "./price-stay.ts";
import type { Stay } from "./stay.ts";
import { tableFee } from "./table-fee.ts";

/**
 * What a stay costs, in minor units, for those who need no lines: always `priceStay(tariff, stay).feeMinor`, and the
 * same errors.
 *
 * A plain stay takes a short way: its table is chosen, the table's price for its length is read off or metered without
 * lines, and the total is finished. Whatever else can touch a price goes the way of `priceStay`.
 *
 * @example feeOf(prepareTariff(tariff, clock), { entryAt, exitAt, vehicleClass: "car" })
 */
export function feeOf(tariff: PreparedTariff, stay: Stay): number {
  if (isPlain(tariff.plain, stay)) {
    for (const choice of tariff.choices) {
      if (!allHold(choice.conditions, stay)) continue;
      const { only } = choice;
      const total = only === undefined ? leastOf(tariff, choice, stay) : tableFee(only, stay, tariff.cursor);
      if (total !== NOT_USABLE) {
        return tariff.finish.isSum ? finishFee(tariff, total) : finishFee(tariff, total + surchargesOn(tariff, stay));
      }
    }
  }
  return priceStay(tariff, stay).feeMinor;
}

const NOT_USABLE = Number.POSITIVE_INFINITY;

/** The scaled price by the cheapest of the choice's tables. */
function leastOf({ cursor, scale }: PreparedTariff, { tables, discount }: PreparedChoice, stay: Stay): number {
  let least = NOT_USABLE;
  for (const versions of tables) {
    const table = usableVersion(versions, stay, cursor);
    if (table !== undefined) least = Math.min(least, tableFee(table, stay, cursor));
  }
  if (discount === undefined || least === NOT_USABLE) return least;
  const { share, fixed } = discountOn(least, discount, scale);
  return least - share - fixed;
}

function surchargesOn({ finish }: PreparedTariff, stay: Stay): number {
  let sum = 0;
  for (const { conditions, amount } of finish.surcharges) if (allHold(conditions, stay)) sum += amount;
  return sum;
}
