import type { PartialFacts } from "../model/facts.ts";
import type { Quote } from "../price/quote.ts";

/** What a quote gives of a fee; a recorded quote may leave out what was paid. */
export type QuotedFee = Pick<Quote, "feeMinor" | "currency"> &
  Partial<Pick<Quote, "paidMinor" | "dueMinor" | "notices">>;

/** The facts that a quote fills in. */
export const feeFactIds = ["fee.total", "fee.paid", "fee.due", "fee.currency", "fee.quotedAt", "fee.notices"] as const;
export type QuotedFactId = (typeof feeFactIds)[number];

/** The facts that rules read of a quote made at `quotedAt`. */
export function feeFacts(quote: QuotedFee, quotedAt: number) {
  const { feeMinor, paidMinor = 0, dueMinor = feeMinor, currency, notices = [] } = quote;
  return {
    "fee.total": feeMinor,
    "fee.paid": paidMinor,
    "fee.due": dueMinor,
    "fee.currency": currency,
    "fee.quotedAt": quotedAt,
    "fee.notices": notices,
  } as const satisfies PartialFacts & Record<QuotedFactId, unknown>;
}
