"use client";

import { useLocale } from "use-intl";
import type { RateTable } from "#engine/model/rate-table.ts";
import { type OverrideText, tableOverrideText } from "#engine/words/table-override-text.ts";

/** What two tables say at one place, in the reader's language. */
export function useOverrideText(): (
  path: readonly string[],
  tables: { before: RateTable; after: RateTable },
  currency: string,
) => OverrideText {
  const locale = useLocale();
  return (path, tables, currency) => tableOverrideText(path, tables, { currency, locale });
}
