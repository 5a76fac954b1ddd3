import { formatMoney } from "#engine/model/money.ts";
import type { PassageChange, ReplayResult } from "#engine/replay/replay-result.ts";
import { decisionWord } from "#engine/words/action-words.ts";
import type { Locale } from "#engine/words/locale.ts";

/** Changes that are named one by one. */
const changesShownMax = 10;

/** What a replay found, in sentences. */
export function replayLines(result: ReplayResult, currency: string, locale: Locale): string[] {
  const isChinese = locale === "zh-CN";
  const { passages, replayed, changed, outcomes, money, largest, leftOut } = result;
  const lines = [
    isChinese
      ? `${passages} 次通行，重新判定 ${replayed} 次，其中 ${changed} 次有变化。`
      : `${passages} passages, ${replayed} decided again, ${changed} changed.`,
  ];
  for (const [reason, count] of Object.entries(leftOut.reasons)) {
    lines.push(isChinese ? `未计入 ${count} 次：${reason}` : `left out ${count}: ${reason}`);
  }
  for (const { before, after, count } of outcomes) {
    if (before !== after) lines.push(`${decisionWord(before, locale)} -> ${decisionWord(after, locale)}: ${count}`);
  }
  if (money) {
    const [before, after] = [formatMoney(money.beforeMinor, currency), formatMoney(money.afterMinor, currency)];
    const difference = formatMoney(money.afterMinor - money.beforeMinor, currency);
    lines.push(
      isChinese
        ? `${money.stays} 次停车的费用：原 ${before}，现 ${after}（${difference}）。`
        : `Fees of ${money.stays} stays: ${before} before, ${after} after (${difference}).`,
    );
  }
  return [...lines, ...largest.slice(0, changesShownMax).map((change) => changeLine(change, currency, locale))];
}

function changeLine({ passageId, laneId, before, after }: PassageChange, currency: string, locale: Locale): string {
  const said = [before, after].map(({ decision, ruleId, feeMinor }) => {
    const fee = feeMinor === null ? "" : `, ${formatMoney(feeMinor, currency)}`;
    return `${decisionWord(decision, locale)} (${ruleId}${fee})`;
  });
  return `  ${passageId} ${laneId}: ${said.join(" -> ")}`;
}
