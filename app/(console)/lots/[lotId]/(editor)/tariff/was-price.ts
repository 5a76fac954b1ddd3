import type { useTranslations } from "use-intl";
import type { RateLine } from "#engine/model/rate-table.ts";
import { priceText } from "./form-model/price-text.ts";

/** "was 4.00" beside a price that differs from live, "new" beside one that live does not have. */
export function wasPrice(
  before: RateLine | null,
  line: RateLine,
  currency: string,
  t: ReturnType<typeof useTranslations<"tariff">>,
): string | null {
  if (!before) return t("new");
  if (before.value !== line.value) return t("was", { value: priceText(before, currency) });
  return JSON.stringify(before) === JSON.stringify(line) ? null : t("changed");
}
