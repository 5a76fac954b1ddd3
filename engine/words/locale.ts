/** Languages of every word in the product. */
export const locales = ["en", "zh-CN"] as const;
export type Locale = (typeof locales)[number];

/** One meaning in every language: a missing language does not compile. */
export type Words = Readonly<Record<Locale, string>>;
