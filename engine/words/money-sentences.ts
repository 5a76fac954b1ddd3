import { formatMoney } from "../model/money.ts";
import type { Tariff } from "../model/rate-table.ts";
import { eligibilityText } from "./eligibility-text.ts";
import { enumWord } from "./enum-words.ts";
import type { Locale } from "./locale.ts";
import { durationText, listText } from "./rate-table-units.ts";
import type { TariffWords } from "./tariff-words.ts";

/** What is owed besides the time, what happens after a payment, and how the fee is taxed and rounded. */
export function moneySentences(tariff: Tariff, words: TariffWords): string[] {
  return [
    ...graceSentences(tariff, words),
    ...lostSentence(tariff, words),
    ...surchargeSentences(tariff, words),
    ...taxSentence(tariff, words.locale),
    ...roundingSentences(tariff, words),
  ];
}

function graceSentences(tariff: Tariff, { locale, nameOf }: TariffWords): string[] {
  const zh = locale === "zh-CN";
  const { exitGraceMinutes, exitGraceByChannel = [], overstay } = tariff;
  const sentences = exitGraceByChannel.map(({ channels, minutes }) => {
    const names = listText(
      channels.map((channel) => enumWord("channel", channel, locale)),
      locale,
    );
    const time = durationText(minutes, locale);
    return zh ? `使用${names}的，付款后 ${time}内可离场。` : `After paying by ${names} a car has ${time} to leave.`;
  });
  if (exitGraceMinutes !== undefined) {
    const time = durationText(exitGraceMinutes, locale);
    sentences.push(zh ? `付款后 ${time}内可离场。` : `After paying a car has ${time} to leave.`);
  }
  if (overstay) {
    const since =
      overstay.from === "payment"
        ? zh
          ? "自付款时起"
          : "from the payment on"
        : zh
          ? "自宽限结束时起"
          : "from the end of that time on";
    sentences.push(
      zh
        ? `逾时离场的，${since}按“${nameOf(overstay.rateTable)}”计费。`
        : `A car that leaves later pays by “${nameOf(overstay.rateTable)}” ${since}.`,
    );
  }
  return sentences;
}

function lostSentence({ lostCredential }: Tariff, { currency, locale }: TariffWords): string[] {
  if (lostCredential === undefined) return [];
  const amount = formatMoney(lostCredential.amount, currency);
  const zh = locale === "zh-CN";
  if (lostCredential.charge === "instead") {
    return [zh ? `凭证遗失一律收 ${amount}。` : `A lost ticket costs ${amount} in place of the stay.`];
  }
  return [zh ? `凭证遗失另收 ${amount}。` : `A lost ticket costs ${amount} on top of the stay.`];
}

function surchargeSentences({ surcharges = [] }: Tariff, { currency, locale }: TariffWords): string[] {
  return surcharges.map(({ id, name = id, eligibility, amount }) => {
    const who = eligibility ? eligibilityText(eligibility, locale) : "";
    const price = formatMoney(amount, currency);
    if (locale === "zh-CN") return `附加费“${name}”${price}${who === "" ? "" : `（${who}）`}。`;
    return `Surcharge “${name}”: ${price}${who === "" ? "" : ` for ${who}`}.`;
  });
}

function taxSentence({ tax }: Tariff, locale: Locale): string[] {
  if (tax === undefined) return [];
  const rate = `${tax.rate / 100}%`;
  const zh = locale === "zh-CN";
  if (tax.mode === "included") return [zh ? `价格已含 ${rate} 税。` : `Prices include ${rate} tax.`];
  return [zh ? `另加 ${rate} 税。` : `${rate} tax is added.`];
}

function roundingSentences({ roundTotal, cashRounding }: Tariff, { currency, locale }: TariffWords): string[] {
  const zh = locale === "zh-CN";
  const sentences: string[] = [];
  if (roundTotal) {
    const step = formatMoney(roundTotal.increment, currency);
    const how = { up: zh ? "向上" : "up", down: zh ? "向下" : "down", nearest: zh ? "就近" : "" }[roundTotal.mode];
    const nearest = roundTotal.mode === "nearest" ? "to the nearest" : `${how} to a multiple of`;
    sentences.push(zh ? `总额${how}取整至 ${step} 的倍数。` : `The total is rounded ${nearest} ${step}.`);
  }
  if (cashRounding !== undefined && cashRounding > 1) {
    const step = formatMoney(cashRounding, currency);
    sentences.push(zh ? `现金付款取整至 ${step}。` : `Cash is paid to the nearest ${step}.`);
  }
  return sentences;
}
