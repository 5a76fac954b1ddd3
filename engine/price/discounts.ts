import type { RateEligibility } from "../model/rate-table.ts";
import type { Validation } from "../model/validation.ts";
import { reducedBy } from "./applied-validations.ts";
import type { ScaledLine } from "./quote.ts";
import { shareOf } from "./share-of.ts";

type Discount = RateEligibility["rateDiscount"];

/** What a price of the time comes to after a rate's discount, and the lines that take it off. */
export function discountLines(total: number, discount: Discount, scale: number): ScaledLine[] {
  if (discount === undefined) return [];
  const { discountRate = 0, fixedValue = 0 } = discount;
  const share = shareOf(total, discountRate);
  const fixed = Math.min(total - share, fixedValue * scale);
  const lines: ScaledLine[] = [];
  if (share > 0)
    lines.push({ kind: "discount", amount: -share, params: { reason: "rate", rateBasisPoints: discountRate } });
  if (fixed > 0) lines.push({ kind: "discount", amount: -fixed, params: { reason: "rate" } });
  return lines;
}

/** The lines that validations take off a price of the time, one after the other. None makes it negative. */
export function validationLines(total: number, validations: readonly Validation[], scale: number): ScaledLine[] {
  let left = total;
  return validations.flatMap(({ type, name, effect }): ScaledLine[] => {
    const amount = reducedBy(effect, left, scale) - left;
    left += amount;
    const label = name === undefined ? {} : { label: name };
    return amount === 0
      ? []
      : [{ kind: "discount", ...label, amount, params: { reason: "validation", validation: type } }];
  });
}
