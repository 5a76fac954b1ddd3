import { formatMoney } from "../model/money.ts";
import type { RateLineCollection, RateTable } from "../model/rate-table.ts";
import type { Locale } from "./locale.ts";
import { capSentence } from "./rate-table-cap.ts";
import { freeSentence } from "./rate-table-free.ts";
import { periodText } from "./rate-table-period.ts";
import { priceClause } from "./rate-table-price.ts";
import { durationText, listText } from "./rate-table-units.ts";

/**
 * A rate table in words, a sentence for each thing that it says.
 *
 * @example "Stays up to 15 minutes are free; longer stays pay from entry. From 08:00 to 22:00 each started hour costs ¥5.00."
 */
export function rateTableSentence(table: RateTable, currency: string, locale: Locale): string {
  const options = { currency, locale };
  const sentences = [
    ...(table.freePeriod ? [freeSentence(table.freePeriod, locale)] : []),
    ...allowanceSentence(table, locale),
    ...table.rateLineCollections.flatMap((collection) => collectionSentences(collection, options)),
    ...selectionSentence(table, locale),
    ...(table.caps ?? []).map((cap) => capSentence(cap, options)),
    ...minimumSentence(table.minimumCharge, options),
  ];
  return sentences.join(locale === "zh-CN" ? "" : " ");
}

function collectionSentences(collection: RateLineCollection, options: { currency: string; locale: Locale }): string[] {
  const { locale } = options;
  const zh = locale === "zh-CN";
  const when = listText(
    (collection.periods ?? []).map((period) => periodText(period, locale)).filter((text) => text !== ""),
    locale,
  );
  const prices = collection.rateLines.map((line) => priceClause(line, options));
  const clause = prices.length === 0 ? (zh ? "免费" : "parking is free") : prices.join(zh ? "，" : ", ");
  const sentence = zh ? `${when === "" ? "" : `${when}：`}${clause}。` : capitalised(`${when} ${clause}.`.trim());
  return [sentence, ...(collection.caps ?? []).map((cap) => capSentence(cap, options))];
}

function allowanceSentence({ freeAllowance }: RateTable, locale: Locale): string[] {
  if (freeAllowance === undefined) return [];
  const time = durationText(freeAllowance.minutes, locale);
  return [locale === "zh-CN" ? `每车每天 ${time}免费。` : `${time} of each day are free for a plate.`];
}

function selectionSentence({ periodSelection }: RateTable, locale: Locale): string[] {
  const zh = locale === "zh-CN";
  if (periodSelection === "entryTime") return [zh ? "按入场时间选价。" : "The time of entry chooses the price."];
  if (periodSelection === "exitTime") return [zh ? "按出场时间选价。" : "The time of exit chooses the price."];
  return [];
}

function minimumSentence(
  minimum: number | undefined,
  { currency, locale }: { currency: string; locale: Locale },
): string[] {
  if (!minimum) return [];
  const amount = formatMoney(minimum, currency);
  return [locale === "zh-CN" ? `最低收费 ${amount}。` : `The least that is owed is ${amount}.`];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
