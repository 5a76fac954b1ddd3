import { formatMoney } from "../model/money.ts";
import type { NestedAreas } from "../model/nested-areas.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { RightCoverage } from "../model/right-coverage.ts";
import type { StayLimit } from "../model/stay-limit.ts";
import { enumWord } from "./enum-words.ts";
import type { Words } from "./locale.ts";
import { durationText, listText } from "./rate-table-units.ts";
import type { TariffWords } from "./tariff-words.ts";

/** The rules for parts of stays, for limits and for coming back. */
export function stayRuleSentences(tariff: Tariff, words: TariffWords): string[] {
  return [
    ...turnRoundSentence(tariff, words),
    ...(tariff.rightCoverage ?? []).flatMap((row) => coverageSentences(row, words)),
    ...(tariff.nestedAreas ? areaSentences(tariff.nestedAreas, words) : []),
    ...limitSentences(tariff, words),
    ...reEntrySentence(tariff, words),
  ];
}

function turnRoundSentence({ turnRoundMinutes }: Tariff, { locale }: TariffWords): string[] {
  if (turnRoundMinutes === undefined) return [];
  const time = durationText(turnRoundMinutes, locale);
  return [
    locale === "zh-CN"
      ? `入场后 ${time}内离场视为掉头，不计费也不计次。`
      : `A car that leaves within ${time} of its entry only turned round: nothing is owed and the visit does not count.`,
  ];
}

function coverageSentences(row: RightCoverage, { locale, nameOf }: TariffWords): string[] {
  const zh = locale === "zh-CN";
  const rights = row.rights?.map((right) => enumWord("rightKind", right, locale));
  const who = rights?.join(zh ? "或" : " or ") ?? (zh ? "任何权益" : "any right");
  const where = row.areas === undefined ? "" : row.areas.join(zh ? "、" : " or ");
  const place = where === "" ? "" : zh ? `（仅限区域 ${where}）` : ` in area ${where}`;
  const table = row.rateTable;
  const price =
    table === undefined
      ? zh
        ? "免费"
        : "is free"
      : zh
        ? `按“${nameOf(table)}”计费`
        : `costs what “${nameOf(table)}” says`;
  const freed = row.whenSpaceFrees === "convert" ? FREED_CONVERT : row.whenSpaceFrees && FREED_CONTINUE;
  return [
    zh ? `${who}有效期间${place}${price}。` : `Time covered by ${who}${place} ${price}.`,
    ...(freed ? [freed[locale]] : []),
    ...(row.boughtDuringStay ? [BOUGHT[row.boughtDuringStay][locale]] : []),
  ];
}

const FREED_CONVERT: Words = {
  en: "When the space of a pool becomes free, the next car of the pool is covered from then on.",
  "zh-CN": "共用车位空出后，同组的下一辆车自此时起享受该权益。",
};
const FREED_CONTINUE: Words = {
  en: "When the space of a pool becomes free, a car that came later pays on as before.",
  "zh-CN": "共用车位空出后，后到的车仍按原价计费。",
};
const BOUGHT: Readonly<Record<NonNullable<RightCoverage["boughtDuringStay"]>, Words>> = {
  fromPurchase: {
    en: "Bought during a stay it counts from the purchase.",
    "zh-CN": "停车期间购买的，自购买时起生效。",
  },
  fromEntry: { en: "Bought during a stay it counts from entry.", "zh-CN": "停车期间购买的，自入场时起生效。" },
  nextStay: { en: "Bought during a stay it counts from the next stay.", "zh-CN": "停车期间购买的，自下次停车起生效。" },
};

function areaSentences({ areas, mode, passThroughMinutes }: NestedAreas, { locale }: TariffWords): string[] {
  const zh = locale === "zh-CN";
  const names = listText(areas, locale);
  const pass = passThroughMinutes === undefined ? "" : durationText(passThroughMinutes, locale);
  const through = zh ? `途经外场 ${pass}以内免费。` : `Passing through outside is free for up to ${pass}.`;
  return [
    `${zh ? `区域 ${names} ` : `Time in ${names}`}${AREA_MODES[mode][locale]}`,
    ...(pass === "" ? [] : [through]),
  ];
}

const AREA_MODES: Readonly<Record<NestedAreas["mode"], Words>> = {
  replace: { en: " is priced there and not outside.", "zh-CN": "内的时间只按该区域计费，不计外场费用。" },
  sum: { en: " is priced there on top of the price outside.", "zh-CN": "内的时间除外场费用外另计。" },
  free: { en: " costs nothing here.", "zh-CN": "内的时间不计费。" },
  longest: {
    en: ": the place where the car was longest prices the whole stay.",
    "zh-CN": "与外场中停留最久者的价格适用于整次停车。",
  },
};

function limitSentences({ maxStay, noReturn }: Tariff, words: TariffWords): string[] {
  const { locale } = words;
  const zh = locale === "zh-CN";
  const sentences: string[] = [];
  if (maxStay) {
    const time = durationText(maxStay.minutes, locale);
    const costs = costText(maxStay, words, zh ? "超出的时间" : "the time beyond it");
    sentences.push(zh ? `最长停车 ${time}${costs}。` : `The longest stay is ${time}${costs}.`);
  }
  if (noReturn) {
    const time = durationText(noReturn.within, locale);
    const costs = costText(noReturn, words, zh ? "该次停车" : "the visit");
    sentences.push(zh ? `离场后 ${time}内不得返场${costs}。` : `No return within ${time}${costs}.`);
  }
  return sentences;
}

function costText({ penalty, rateTable }: StayLimit, { currency, locale, nameOf }: TariffWords, what: string): string {
  const zh = locale === "zh-CN";
  const costs = [
    ...(penalty
      ? [zh ? `违者另收 ${formatMoney(penalty, currency)}` : `breaking it costs ${formatMoney(penalty, currency)}`]
      : []),
    ...(rateTable === undefined
      ? []
      : [zh ? `${what}按“${nameOf(rateTable)}”计费` : `“${nameOf(rateTable)}” prices ${what}`]),
  ];
  return costs.length === 0 ? "" : `${zh ? "，" : "; "}${costs.join(zh ? "，" : " and ")}`;
}

function reEntrySentence({ reEntry }: Tariff, { locale }: TariffWords): string[] {
  if (reEntry === undefined) return [];
  const zh = locale === "zh-CN";
  const time = durationText(reEntry.within, locale);
  const since = reEntry.since === "exit" ? (zh ? "离场" : "its exit") : zh ? "首次入场" : "its first entry";
  const then =
    reEntry.action === "continue"
      ? zh
        ? "视为同一次停车"
        : "continues its stay"
      : zh
        ? "不再享受免费时间"
        : "has no free period";
  return [zh ? `${since}后 ${time}内返场的车辆${then}。` : `A car that comes back within ${time} of ${since} ${then}.`];
}
