import { formatMoney } from "../model/money.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { Validation, ValidationLimits } from "../model/validation.ts";
import { clockText, durationText, isOrAre, listText } from "./rate-table-units.ts";
import type { TariffWords } from "./tariff-words.ts";

/** A sentence for each kind of validation, then how several of them count. */
export function validationSentences(tariff: Tariff, options: TariffWords): string[] {
  const zh = options.locale === "zh-CN";
  const kinds = (tariff.validations ?? []).map((validation) => validationSentence(validation, options));
  const best = tariff.validationStacking === "best" && kinds.length > 1;
  return [
    ...kinds,
    ...(best
      ? [zh ? "多项优惠中只取最优的一项。" : "Of several validations only the one that helps most counts."]
      : []),
    ...(tariff.validationLimits ? limitSentence(tariff.validationLimits, options) : []),
  ];
}

/** "Shop: 60 minutes more are free, up to 2 times." */
function validationSentence(validation: Validation, options: TariffWords): string {
  const { type, name = type, maxTimes = 1 } = validation;
  const zh = options.locale === "zh-CN";
  const often = maxTimes === 1 ? "" : zh ? `，最多 ${maxTimes} 次` : `, up to ${maxTimes} times`;
  const effect = effectText(validation, options);
  return zh ? `${name}：${effect}${often}。` : `${name}: ${effect}${often}.`;
}

function effectText({ effect }: Validation, { currency, locale, nameOf }: TariffWords): string {
  const zh = locale === "zh-CN";
  const money = (amount: number) => formatMoney(amount, currency);
  switch (effect.kind) {
    case "freeMinutes": {
      const time = durationText(effect.minutes, locale);
      const tail = effect.apply === "tail";
      if (zh) return tail ? `最后 ${time}免费` : `另有 ${time}免费`;
      return `${time} ${tail ? "at the end" : "more"} ${isOrAre(effect.minutes)} free`;
    }
    case "freePeriod": {
      const time = durationText(effect.minutes, locale);
      return zh ? `免费时间延长至 ${time}` : `the free period is ${time}`;
    }
    case "freeUntil": {
      const { timeOfDay, extraDays = 0 } = effect;
      if (zh) return `${extraDays === 0 ? "" : `${extraDays} 天后 `}${clockText(timeOfDay)} 前免费`;
      const later = extraDays === 0 ? "" : `, ${extraDays} day${extraDays === 1 ? "" : "s"} after entry`;
      return `free until ${clockText(timeOfDay)}${later}`;
    }
    case "amount":
      return zh ? `减 ${money(effect.amount)}` : `${money(effect.amount)} off`;
    case "percent": {
      const most = effect.maxAmount;
      const limit = most === undefined ? "" : zh ? `，最多减 ${money(most)}` : `, at most ${money(most)}`;
      return zh ? `减 ${effect.rate / 100}%${limit}` : `${effect.rate / 100}% off${limit}`;
    }
    case "fixedPrice":
      return zh ? `最多收 ${money(effect.amount)}` : `the stay costs at most ${money(effect.amount)}`;
    case "rateTable":
      return zh ? `按“${nameOf(effect.rateTable)}”计费` : `“${nameOf(effect.rateTable)}” prices the stay`;
    case "full":
      return zh ? "全免" : "the stay is free";
  }
}

function limitSentence(
  { maxTimes, maxMinutes, maxAmount }: ValidationLimits,
  { currency, locale }: TariffWords,
): string[] {
  const zh = locale === "zh-CN";
  const parts = [
    ...(maxTimes === undefined ? [] : [zh ? `${maxTimes} 次` : `${maxTimes} validation${maxTimes === 1 ? "" : "s"}`]),
    ...(maxMinutes === undefined
      ? []
      : [zh ? `免费 ${durationText(maxMinutes, locale)}` : `${durationText(maxMinutes, locale)} free`]),
    ...(maxAmount === undefined
      ? []
      : [zh ? `减 ${formatMoney(maxAmount, currency)}` : `${formatMoney(maxAmount, currency)} off`]),
  ];
  if (parts.length === 0) return [];
  return [zh ? `每次停车的优惠最多 ${parts.join("、")}。` : `A stay has at most ${listText(parts, locale)} in all.`];
}
