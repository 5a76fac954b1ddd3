import type { PartialFacts } from "../model/facts.ts";
import type { Quote } from "../price/quote.ts";

/** What release rules may read of a quote made at `now`; nothing when the stay has no price. */
export function quoteFacts(
  quote: Pick<Quote, "feeMinor" | "currency" | "paidMinor" | "dueMinor"> | null,
  now: number,
): PartialFacts {
  if (quote === null) return {};
  const { feeMinor, paidMinor = 0, dueMinor = feeMinor, currency } = quote;
  return {
    "fee.total": feeMinor,
    "fee.paid": paidMinor,
    "fee.due": dueMinor,
    "fee.currency": currency,
    "fee.quotedAt": now,
  };
}
