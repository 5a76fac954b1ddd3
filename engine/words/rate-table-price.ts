import { formatMoney } from "../model/money.ts";
import type { RateLine } from "../model/rate-table.ts";
import type { Locale } from "./locale.ts";
import { durationText, unitText } from "./rate-table-units.ts";

/** One rate line as a clause: "each started hour costs ¥5.00", "每开始 1 小时 ¥5.00". */
export function priceClause(line: RateLine, options: { currency: string; locale: Locale }): string {
  const { locale } = options;
  const price = formatMoney(line.value / 10 ** (line.subMinorDigits ?? 0), options.currency);
  const zh = locale === "zh-CN";
  if (line.rateLineType === "flatRateTier") {
    if (line.durationEnd === undefined) return zh ? `更长为 ${price}` : `longer costs ${price}`;
    const upTo = durationText(line.durationEnd, locale);
    return zh ? `${upTo}以内 ${price}` : `up to ${upTo} costs ${price}`;
  }
  const after = line.durationStart === 0 ? "" : durationText(line.durationStart, locale);
  if (line.rateLineType === "flatRate") {
    if (after === "") return zh ? `固定 ${price}` : `a flat ${price} is owed`;
    return zh ? `超过${after}再收 ${price}` : `after ${after} ${price} is added`;
  }
  const each = unitClause(line, price, locale);
  const until = line.durationEnd === undefined ? "" : durationText(line.durationEnd, locale);
  if (zh) {
    if (after !== "" && until !== "") return `${after}至${until}${each}`;
    if (after !== "") return `${after}后${each}`;
    return until === "" ? each : `前 ${until}${each}`;
  }
  if (after !== "" && until !== "") return `from ${after} to ${until} ${each}`;
  if (after !== "") return `after ${after} ${each}`;
  return until === "" ? each : `in the first ${until} ${each}`;
}

function unitClause(
  { incrementPeriod, roundingMode }: Extract<RateLine, { rateLineType: "incrementingRate" }>,
  price: string,
  locale: Locale,
): string {
  const unit = unitText(incrementPeriod, locale);
  const zh = locale === "zh-CN";
  switch (roundingMode ?? "up") {
    case "up":
      return zh ? `每 ${unit} ${price}（不足按一个计）` : `each started ${unit} costs ${price}`;
    case "down":
      return zh ? `每满 ${unit} ${price}` : `each full ${unit} costs ${price}`;
    case "nearest":
      return zh ? `每 ${unit} ${price}（四舍五入）` : `each ${unit}, to the nearest, costs ${price}`;
    case "exact":
      return zh
        ? `每 ${unit} ${price}，按秒折算`
        : `an ${unit === "hour" ? "hour" : unit} costs ${price}, charged to the second`;
  }
}
