import { isEligible } from "./eligible.ts";
import type { PreparedTariff } from "./prepare-tariff.ts";
import type { QuoteNotice, ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";

const NO_LINES: readonly ScaledLine[] = [];

/** What is owed besides the price of the time: surcharges, a lost credential, penalties for broken limits. */
export function extraLines(
  { source, scale }: PreparedTariff,
  stay: Stay,
  notices: readonly QuoteNotice[],
): readonly ScaledLine[] {
  if (source.surcharges === undefined && !stay.lostCredential && notices.length === 0) return NO_LINES;
  const lines: ScaledLine[] = [];
  for (const { id, name, eligibility, amount } of source.surcharges ?? []) {
    if (eligibility !== undefined && !isEligible(eligibility, stay)) continue;
    const label = name === undefined ? {} : { label: name };
    lines.push({ kind: "surcharge", ...label, amount: amount * scale, params: { reason: id } });
  }
  const add = (reason: string, amountMinor: number | undefined) => {
    if (amountMinor) lines.push({ kind: "surcharge", amount: amountMinor * scale, params: { reason } });
  };
  if (stay.lostCredential) add("lostCredential", source.lostCredential?.amount);
  if (notices.includes("maxStayExceeded")) add("maxStay", source.maxStay?.penalty);
  if (notices.includes("returnedTooSoon")) add("noReturn", source.noReturn?.penalty);
  return lines;
}
