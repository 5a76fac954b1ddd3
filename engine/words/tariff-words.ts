import type { Locale } from "./locale.ts";

/** What the sentences of a tariff share: its currency, the language, and what people call its tables. */
export type TariffWords = { currency: string; locale: Locale; nameOf: (rateTable: string) => string };
