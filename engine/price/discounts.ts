import type { RateEligibility } from "../model/rate-table.ts";
import type { Validation } from "../model/validation.ts";
import { reducedBy } from "./applied-validations.ts";
import type { ScaledLine } from "./quote.ts";
import { shareOf } from "./share-of.ts";

type Discount = RateEligibility["rateDiscount"];

const NO_LINES: readonly ScaledLine[] = [];

/** What a rate's discount takes off a price of the time: a share, then an amount. */
export function discountOn(total: number, discount: NonNullable<Discount>, scale: number) {
  const { discountRate = 0, fixedValue = 0 } = discount;
  const share = Math.max(0, shareOf(total, discountRate));
  const fixed = Math.max(0, Math.min(total - share, fixedValue * scale));
  return { share, fixed, rateBasisPoints: discountRate };
}

/** The lines that a rate's discount takes off a price of the time. */
export function discountLines(total: number, discount: Discount, scale: number): readonly ScaledLine[] {
  if (discount === undefined) return NO_LINES;
  const { share, fixed, rateBasisPoints } = discountOn(total, discount, scale);
  const lines: ScaledLine[] = [];
  if (share > 0) lines.push({ kind: "discount", amount: -share, params: { reason: "rate", rateBasisPoints } });
  if (fixed > 0) lines.push({ kind: "discount", amount: -fixed, params: { reason: "rate" } });
  return lines;
}

/** The lines that validations take off a price of the time, one after the other. None makes it negative. */
export function validationLines(
  total: number,
  validations: readonly Validation[],
  scale: number,
): readonly ScaledLine[] {
  if (validations.length === 0) return NO_LINES;
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
