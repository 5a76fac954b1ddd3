import { formatMoney } from "../model/money.ts";
import type { RateLineCollection, RateTable } from "../model/rate-table.ts";
import type { Locale } from "./locale.ts";
import { capSentence } from "./rate-table-cap.ts";
import { allowanceSentence, freeSentence } from "./rate-table-free.ts";
import { periodText } from "./rate-table-period.ts";
import { priceClause } from "./rate-table-price.ts";
import { timesOfDaySentence } from "./rate-table-times.ts";
import { durationText, listText } from "./rate-table-units.ts";

/**
 * A rate table in words, a sentence for each thing that it says.
 *
 * @example "Stays up to 15 minutes are free; longer stays pay from entry. From 08:00 to 22:00 each started hour costs ¥5.00."
 */
export function rateTableSentence(table: RateTable, currency: string, locale: Locale): string {
  const options = { currency, locale };
  const sentences = [
    ...(table.timesOfDay ? [timesOfDaySentence(table.timesOfDay, locale)] : []),
    ...(table.freePeriod ? [freeSentence(table.freePeriod, locale)] : []),
    ...(table.freeAllowance ? [allowanceSentence(table.freeAllowance, locale)] : []),
    ...table.rateLineCollections.flatMap((collection) => collectionSentences(collection, options)),
    ...selectionSentence(table, locale),
    ...boundarySentence(table, locale),
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
  return [
    sentence,
    ...countSentences(collection, options),
    ...(collection.caps ?? []).map((cap) => capSentence(cap, options)),
  ];
}

/** What the durations of a collection's prices count, and when the count begins anew. */
export function countSentences(
  { durationBasis = "period", resetTime, minValueCollection }: RateLineCollection,
  { currency, locale }: { currency: string; locale: Locale },
): string[] {
  const zh = locale === "zh-CN";
  const sentences: string[] = [];
  if (durationBasis === "collection") {
    sentences.push(zh ? "该时段的时长在整次停车中累计。" : "Time at these prices counts on over the whole stay.");
  }
  if (durationBasis === "stay") {
    sentences.push(
      zh ? "时长自计费开始起算，不分时段。" : "Times count from the start of the paid stay, whatever the period.",
    );
  }
  if (resetTime !== undefined) {
    const every = durationText(resetTime, locale);
    sentences.push(zh ? `每 ${every}重新起算。` : `After each ${every} the prices begin anew.`);
  }
  if (minValueCollection) {
    const amount = formatMoney(minValueCollection, currency);
    sentences.push(zh ? `该时段最低收费 ${amount}。` : `The least that is owed in such a period is ${amount}.`);
  }
  return sentences;
}

function boundarySentence({ unitAtBoundary }: RateTable, locale: Locale): string[] {
  if (unitAtBoundary !== "carry") return [];
  return [
    locale === "zh-CN"
      ? "跨时段的计费单位先计完，再进入下一时段。"
      : "A started unit runs on over the end of its period before the next begins.",
  ];
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
