import type { PartialFacts } from "../model/facts.ts";

/** The money of a quote, as pricing gives it or as a record holds it. */
type QuotedMoney = {
  feeMinor: number;
  currency: string;
  paidMinor?: number | undefined;
  dueMinor?: number | undefined;
};

/** What release rules may read of a quote made at `now`; nothing when the stay has no price. */
export function quoteFacts(quote: QuotedMoney | null, now: number): PartialFacts {
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
