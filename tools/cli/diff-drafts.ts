import { diffReleases } from "#engine/verify/diff-rules.ts";
import type { Undecided } from "#engine/verify/finding.ts";
import type { RuleDifference } from "#engine/verify/rule-difference.ts";
import { diffTariffs } from "#engine/verify/tariff/diff-tariffs.ts";
import { decisionWord } from "#engine/words/action-words.ts";
import { conditionText } from "#engine/words/condition-text.ts";
import { enumWord } from "#engine/words/enum-words.ts";
import type { Locale } from "#engine/words/locale.ts";
import { tariffDifferenceText } from "#engine/words/tariff-difference-text.ts";
import { tariffUndecidedText } from "#engine/words/tariff-undecided-text.ts";
import { writeLine, writeOut } from "./line-output.ts";
import { readBundleOrDraft } from "./read-draft-file.ts";
import { situationText } from "./witness-lines.ts";

type Options = { json?: true; locale: Locale };

/**
 * `liftgate diff`: the situations whose decision changes and the stays whose fee changes between two drafts or bundles,
 * each with an example that both have been run on.
 */
export async function diffFiles(before: string, after: string, { json, locale }: Options): Promise<void> {
  const [one, other] = [await readBundleOrDraft(before), await readBundleOrDraft(after)];
  const { lanes, clock } = other.bundle;
  const rules = diffReleases(one.bundle.release, other.bundle.release, { lanes });
  const tariff = diffTariffs(one.bundle.tariff, other.bundle.tariff, { clock });
  const undecided = [...rules.undecided, ...tariff.undecided];
  if (json) {
    for (const rule of rules.differences) await writeLine({ rule });
    for (const stays of tariff.differences) await writeLine({ stays });
    for (const open of undecided) await writeLine({ undecided: open });
    return;
  }
  const { currency } = other.bundle.tariff;
  const names = Object.fromEntries(lanes.map(({ id, name }) => [id, name]));
  const telling = { locale, clock, currency };
  const lines = [
    ...rules.differences.flatMap((found) => [
      ruleText(found, locale, { currency, names }),
      `  ${situationText(found.witness.facts, found.region, telling)}`,
    ]),
    ...tariff.differences.map((found) => tariffDifferenceText(found, currency, locale)),
    ...undecided.map((open) => openText(open, locale)),
  ];
  await writeOut(`${(lines.length > 0 ? lines : [nothing[locale]]).join("\n")}\n`);
}

type Context = { currency: string; names: Readonly<Record<string, string>> };

function ruleText({ region, witness }: RuleDifference, locale: Locale, context: Context): string {
  const isChinese = locale === "zh-CN";
  const when = conditionText({ all: [...region.where] }, locale, context);
  const unless = region.unless.map((one) => conditionText(one, locale, context));
  const except =
    unless.length === 0 ? "" : isChinese ? `（${unless.join("；")}除外）` : ` (unless ${unless.join("; or ")})`;
  const [before, after] = [witness.before, witness.after].map(
    ({ decision, reason, ruleId }) =>
      `${decisionWord(decision, locale)} (${enumWord("reason", reason, locale)}, ${ruleId})`,
  );
  if (isChinese) return `${when === "" ? "任何情况下" : `当${when}时`}${except}：原 ${before}，现 ${after}。`;
  return `${when === "" ? "Always" : `When ${when}`}${except}: ${before} before, ${after} now.`;
}

function openText({ path, question }: Undecided, locale: Locale): string {
  const words = tariffUndecidedText(question, locale) ?? question;
  return locale === "zh-CN" ? `未定：${path.join(".")}：${words}` : `undecided: ${path.join(".")}: ${words}`;
}

const nothing = { en: "No decision and no fee changes.", "zh-CN": "没有判定或费用变化。" } as const;
