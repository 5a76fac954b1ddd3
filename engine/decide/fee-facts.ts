import type { PartialFacts } from "../model/facts.ts";
import type { Quote } from "../price/quote.ts";

/** What a quote gives of a fee; a recorded quote may leave out what was paid. */
export type QuotedFee = Pick<Quote, "feeMinor" | "currency"> & Partial<Pick<Quote, "paidMinor" | "dueMinor">>;

/** The facts that rules read of a quote made at `quotedAt`. */
export function feeFacts({ feeMinor, paidMinor = 0, dueMinor = feeMinor, currency }: QuotedFee, quotedAt: number) {
  return {
    "fee.total": feeMinor,
    "fee.paid": paidMinor,
    "fee.due": dueMinor,
    "fee.currency": currency,
    "fee.quotedAt": quotedAt,
  } as const satisfies PartialFacts;
}
