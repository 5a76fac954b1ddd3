import { formatMoney } from "../model/money.ts";
import type { RateEligibility, RateTable, Tariff } from "../model/rate-table.ts";
import { eligibilityText } from "./eligibility-text.ts";
import type { Locale } from "./locale.ts";
import { moneySentences } from "./money-sentences.ts";
import { dateText } from "./rate-table-period.ts";
import { rateTableSentence } from "./rate-table-sentence.ts";
import { listText } from "./rate-table-units.ts";
import { stayRuleSentences } from "./stay-rule-sentences.ts";
import type { TariffWords } from "./tariff-words.ts";
import { validationSentences } from "./validation-sentence.ts";

/**
 * A whole tariff in words: who pays by which table, each table, then every rule for whole stays. Says everything but
 * the dates of special days and events, so that two tariffs that price differently read differently.
 *
 * @example tariffSentences(tariff, "en")[0] === "For motorcycle: “Two wheels”."
 */
export function tariffSentences(tariff: Tariff, locale: Locale): string[] {
  const names = new Map(tariff.rateTables.map(({ id, rateTableName = id }) => [id, rateTableName]));
  const words: TariffWords = { currency: tariff.currency, locale, nameOf: (id) => names.get(id) ?? id };
  return [
    ...tariff.rateEligibility.flatMap((row, index) => rowSentence(row, { ...words, tariff, index })),
    ...tariff.rateTables.map((table) => tableSentence(table, tariff, words)),
    ...rateChangeSentence(tariff, locale),
    ...stayRuleSentences(tariff, words),
    ...validationSentences(tariff, words),
    ...moneySentences(tariff, words),
  ];
}

function rowSentence(
  { eligibility = {}, rateTable, bestOf = [], rateDiscount }: RateEligibility,
  { currency, locale, nameOf, tariff, index }: TariffWords & { tariff: Tariff; index: number },
): string[] {
  const zh = locale === "zh-CN";
  const who = eligibilityText(eligibility, locale);
  if (who === "" && tariff.rateTables.length === 1 && rateDiscount === undefined) return [];
  const tables = [rateTable, ...bestOf].map((id) => `“${nameOf(id)}”`);
  const cheapest = tables.length > 1;
  const { discountRate = 0, fixedValue = 0 } = rateDiscount ?? {};
  const off = [
    ...(discountRate > 0 ? [`${discountRate / 100}%`] : []),
    ...(fixedValue > 0 ? [formatMoney(fixedValue, currency)] : []),
  ];
  const others = index > 0 ? (zh ? "其他车辆" : "Everybody else") : zh ? "所有车辆" : "Everybody";
  if (zh) {
    const price = `${cheapest ? `${listText(tables, locale)}中较低者` : tables[0]}${off.length > 0 ? `，减 ${off.join("和 ")}` : ""}`;
    return [`${who === "" ? others : who}：${price}。`];
  }
  const price = `${cheapest ? `the cheapest of ${listText(tables, locale)}` : tables[0]}${off.length > 0 ? `, less ${listText(off, locale)}` : ""}`;
  return [who === "" ? `${others} pays by ${price}.` : `For ${who}: ${price}.`];
}

function tableSentence(table: RateTable, tariff: Tariff, { currency, locale, nameOf }: TariffWords): string {
  const text = rateTableSentence(table, currency, locale);
  const from = table.validityStart;
  const until = table.validityEnd;
  if (tariff.rateTables.length === 1 && from === undefined && until === undefined) return text;
  const zh = locale === "zh-CN";
  const dates = [
    ...(from === undefined ? [] : [zh ? `${dateText(from, locale)}起` : `from ${dateText(from, locale)}`]),
    ...(until === undefined ? [] : [zh ? `${dateText(until, locale)}前` : `before ${dateText(until, locale)}`]),
  ];
  if (zh) return `“${nameOf(table.id)}”${dates.length > 0 ? `（${dates.join("，")}）` : ""}：${text}`;
  return `“${nameOf(table.id)}”${dates.length > 0 ? ` (${dates.join(", ")})` : ""}: ${text}`;
}

function rateChangeSentence({ rateChange }: Tariff, locale: Locale): string[] {
  if (rateChange !== "segment") return [];
  return [
    locale === "zh-CN"
      ? "停车期间价格变更时，每一版价格只计其有效日期内的时间。"
      : "When prices change during a stay, each version prices its own days.",
  ];
}
