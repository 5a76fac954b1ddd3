import type { Eligibility } from "#engine/model/eligibility.ts";
import { enums } from "#engine/model/enums.ts";
import { formatMoney } from "#engine/model/money.ts";
import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { enumWord } from "#engine/words/enum-words.ts";
import type { Locale } from "#engine/words/locale.ts";
import { rateTableSentence } from "#engine/words/rate-table-sentence.ts";
import { durationText, listText } from "#engine/words/rate-table-units.ts";
import { boardWords } from "./board-words.ts";

/** One table on the board: who it is for, and a sentence a part. */
type BoardTable = { key: string; name: string | null; parts: readonly Record<Locale, string>[] };

/** What a board says of the tables that price stays on a day, each part in both languages. */
export function boardTables(tariff: Tariff, date: string): BoardTable[] {
  const used = new Set(tariff.rateEligibility.flatMap(({ rateTable, bestOf = [] }) => [rateTable, ...bestOf]));
  return tariff.rateTables
    .filter(({ id }) => used.has(id))
    .filter(({ validityEnd }) => validityEnd === undefined || validityEnd > date)
    .map((table) => ({
      key: `${table.id}@${table.version}`,
      name: table.rateTableName ?? null,
      parts: [
        ...forWhom(tariff, table),
        ...(table.validityStart && table.validityStart > date ? [from(table.validityStart)] : []),
        ...partsOf(table).map((part) => both((locale) => rateTableSentence(part, tariff.currency, locale))),
      ],
    }));
}

/** What holds whatever the table: time to leave, a lost ticket, tax. */
export function boardNotes(tariff: Tariff): Record<Locale, string>[] {
  const { exitGraceMinutes, lostCredential, tax, currency } = tariff;
  const fill = (words: Record<Locale, string>, value: (locale: Locale) => string) =>
    both((locale) => words[locale].replace("{value}", value(locale)));
  return [
    ...(exitGraceMinutes ? [fill(boardWords.exit, (locale) => durationText(exitGraceMinutes, locale))] : []),
    ...(lostCredential
      ? [fill(boardWords[lostCredential.charge], () => formatMoney(lostCredential.amount, currency))]
      : []),
    ...(tax ? [fill(boardWords[`tax.${tax.mode}`], () => String(tax.rate / 100))] : []),
  ];
}

/** The table in pieces of one sentence or two, in the order in which they are read. */
function partsOf(table: RateTable): RateTable[] {
  const { id, version, freePeriod, freeAllowance, timesOfDay, rateLineCollections, caps = [], ...rest } = table;
  const bare: RateTable = { id, version, rateLineCollections: [] };
  const { periodSelection, unitAtBoundary, minimumCharge } = rest;
  return [
    ...(timesOfDay ? [{ ...bare, timesOfDay }] : []),
    ...(freePeriod ? [{ ...bare, freePeriod }] : []),
    ...(freeAllowance ? [{ ...bare, freeAllowance }] : []),
    ...rateLineCollections.map((collection) => ({ ...bare, rateLineCollections: [collection] })),
    ...(periodSelection && periodSelection !== "segment" ? [{ ...bare, periodSelection }] : []),
    ...(unitAtBoundary === "carry" ? [{ ...bare, unitAtBoundary }] : []),
    ...caps.map((cap) => ({ ...bare, caps: [cap] })),
    ...(minimumCharge ? [{ ...bare, minimumCharge }] : []),
  ];
}

function forWhom(tariff: Tariff, { id }: RateTable): Record<Locale, string>[] {
  const rows = tariff.rateEligibility.filter(({ rateTable }) => rateTable === id);
  const classes = [...new Set(rows.flatMap(({ eligibility }) => vehicleClasses(eligibility)))];
  if (classes.length === 0) return [];
  return [
    both((locale) => {
      const names = classes.map((value) => enumWord("vehicleClass", value, locale));
      return boardWords.for[locale].replace("{value}", listText(names, locale));
    }),
  ];
}

function vehicleClasses(eligibility: Eligibility | undefined): string[] {
  const known: readonly string[] = enums.vehicleClass;
  return (eligibility?.vehicleTypes ?? []).filter((type) => known.includes(type));
}

function from(date: string): Record<Locale, string> {
  return both((locale) => boardWords.from[locale].replace("{value}", date));
}

function both(text: (locale: Locale) => string): Record<Locale, string> {
  return { en: text("en"), "zh-CN": text("zh-CN") };
}
