import type { RateEligibility } from "../model/rate-table.ts";
import type { Validation } from "../model/validation.ts";
import { reducedBy } from "./applied-validations.ts";
import type { ScaledLine } from "./quote.ts";
import { shareOf } from "./share-of.ts";

type Discount = RateEligibility["rateDiscount"];

/** The lines that a rate's discount and the validations take off a price of the time. None makes it negative. */
export function discountLines(
  total: number,
  { discount, validations, scale }: { discount: Discount; validations: readonly Validation[]; scale: number },
): ScaledLine[] {
  const lines: ScaledLine[] = [];
  let left = total;
  const take = (next: number, line: Pick<ScaledLine, "label" | "params">) => {
    if (next === left) return;
    lines.push({ kind: "discount", ...line, amount: next - left });
    left = next;
  };
  if (discount !== undefined) {
    const { discountRate = 0, fixedValue = 0 } = discount;
    take(left - shareOf(left, discountRate), { params: { reason: "rate", rateBasisPoints: discountRate } });
    take(Math.max(0, left - fixedValue * scale), { params: { reason: "rate" } });
  }
  for (const { type, name, effect } of validations) {
    const next = effect.kind === "percent" ? left - shareOf(left, effect.rate) : reducedBy(effect, left, scale);
    take(next, { ...(name !== undefined && { label: name }), params: { reason: "validation", validation: type } });
  }
  return lines;
}
