import type { Facts } from "#contracts/decision.ts";
import { type ClockTable, toLocal } from "#engine/model/clock-table.ts";
import { formatLocalDate } from "#engine/model/local-date.ts";
import { formatMoney } from "#engine/model/money.ts";
import type { Condition } from "#engine/model/rule.ts";
import { type FactId, factIds } from "#engine/model/vocabulary.ts";
import type { Witness } from "#engine/verify/finding.ts";
import type { Region } from "#engine/verify/region.ts";
import { factWord } from "#engine/words/fact-words.ts";
import type { Locale } from "#engine/words/locale.ts";
import { valueText } from "#engine/words/value-text.ts";

type Telling = { locale: Locale; clock: ClockTable; currency: string };

/**
 * The example of a finding, a line for each stay, or one for a situation or a stretch of time. Of a situation what its
 * region asks is said, or all of it where it has none.
 */
export function witnessLines(witness: Witness, region: Region | undefined, telling: Telling): string[] {
  const { locale, clock, currency } = telling;
  if (witness.kind === "situation") return [`  ${situationText(witness.facts, region, telling)}`];
  if (witness.kind === "time") return [`  ${localText(witness.fromAt, clock)} - ${localText(witness.toAt, clock)}`];
  return witness.stays.map(({ stay, feeMinor }) => {
    const times = `${localText(stay.entryAt, clock)} - ${localText(stay.exitAt, clock)}`;
    return `  ${times}${locale === "zh-CN" ? "：" : ": "}${formatMoney(feeMinor, currency)}`;
  });
}

/** What a region asks of a situation, in the order of the vocabulary. */
export function situationText(facts: Facts, region: Region | undefined, { locale, currency }: Telling): string {
  const asked = region && new Set([...region.where, ...region.usual, ...region.unless].flatMap(factsOf));
  return factIds
    .filter((id) => asked?.has(id) ?? (facts[id] ?? null) !== null)
    .map((id) => `${factWord(id, locale)}: ${valueText(id, facts[id] ?? null, locale, { currency })}`)
    .join(locale === "zh-CN" ? "；" : "; ");
}

function factsOf(condition: Condition): FactId[] {
  if ("not" in condition) return factsOf(condition.not);
  if ("all" in condition) return condition.all.flatMap(factsOf);
  if ("any" in condition) return condition.any.flatMap(factsOf);
  const { fact, value } = condition;
  return typeof value === "object" && "fact" in value ? [fact, value.fact] : [fact];
}

function localText(instant: number, clock: ClockTable): string {
  if (instant < clock.from || instant >= clock.to) return "...";
  const { epochDay, hour, minute } = toLocal(clock, instant);
  return `${formatLocalDate(epochDay)} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
