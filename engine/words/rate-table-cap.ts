import type { Cap } from "../model/cap.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import { formatMoney } from "../model/money.ts";
import type { Locale } from "./locale.ts";
import { clockText, durationText } from "./rate-table-units.ts";

type CapWords = { scope: string; minutes: number; amountMinor: number };

/** A cap as a name: "cap ¥50.00 per 24 hours", "每 24 小时封顶 ¥50.00". */
export function capText(
  { scope, minutes, amountMinor }: CapWords,
  options: { currency: string; locale: Locale },
): string {
  const amount = formatMoney(amountMinor, options.currency);
  const zh = options.locale === "zh-CN";
  switch (scope) {
    case "rolling": {
      const window = minutes === DAY_MINUTES ? hours24(zh) : durationText(minutes, options.locale);
      return zh ? `每 ${window}封顶 ${amount}` : `cap ${amount} per ${window}`;
    }
    case "calendarDay":
      return zh ? `单日封顶 ${amount}` : `cap ${amount} per day`;
    case "calendarWeek":
      return zh ? `单周封顶 ${amount}` : `cap ${amount} per week`;
    case "period":
      return zh ? `每个时段封顶 ${amount}` : `cap ${amount} per period`;
    default:
      return zh ? `单次封顶 ${amount}` : `cap ${amount} per stay`;
  }
}

/** A cap as a sentence: "No 24 hours from entry cost more than ¥50.00." */
export function capSentence(cap: Cap, options: { currency: string; locale: Locale }): string {
  const { locale } = options;
  const zh = locale === "zh-CN";
  const amount = formatMoney(cap.amount, options.currency);
  switch (cap.scope) {
    case "perStay":
      return zh ? `单次停车最多 ${amount}。` : `No stay costs more than ${amount}.`;
    case "period":
      return zh ? `每个时段最多 ${amount}。` : `No such period costs more than ${amount}.`;
    case "rolling": {
      const window = cap.minutes === DAY_MINUTES ? hours24(zh) : durationText(cap.minutes, locale);
      const which = indexText(cap, locale);
      return zh
        ? `自入场起每 ${window}${endsText(cap.endsAt, locale)}最多 ${amount}${which}。`
        : `No ${window} from entry${endsText(cap.endsAt, locale)} cost more than ${amount}${which}.`;
    }
    case "calendarDay": {
      const from = cap.resetAt ? (zh ? `（${clockText(cap.resetAt)} 起算）` : ` (from ${clockText(cap.resetAt)})`) : "";
      const which = indexText(cap, locale);
      if (zh) return `每天${from}${cap.acrossVisits ? "同一车辆多次停车合计" : ""}最多 ${amount}${which}。`;
      const visits = cap.acrossVisits ? ", all visits of a plate together," : "";
      return `No day${from}${visits} costs more than ${amount}${which}.`;
    }
    case "calendarWeek": {
      const which = indexText(cap, locale);
      const from = cap.resetAt
        ? zh
          ? `（周一 ${clockText(cap.resetAt)} 起算）`
          : ` (from Monday ${clockText(cap.resetAt)})`
        : "";
      return zh ? `每周${from}最多 ${amount}${which}。` : `No week${from} costs more than ${amount}${which}.`;
    }
  }
}

function endsText(endsAt: number | undefined, locale: Locale): string {
  if (endsAt === undefined) return "";
  return locale === "zh-CN"
    ? `（每天 ${clockText(endsAt)} 重新起算）`
    : ` (begun anew at ${clockText(endsAt)} each day)`;
}

function indexText(cap: Cap, locale: Locale): string {
  if (!("index" in cap) || cap.index === undefined) return "";
  const { from, to } = cap.index;
  if (locale === "zh-CN") {
    if (to === undefined) return `（第 ${from} 个起）`;
    return from === to ? `（第 ${from} 个）` : `（第 ${from} 至 ${to} 个）`;
  }
  if (to === undefined) return ` (from number ${from} on)`;
  return from === to ? ` (number ${from})` : ` (numbers ${from} to ${to})`;
}

function hours24(zh: boolean): string {
  return zh ? "24 小时" : "24 hours";
}
