import { diffReleases } from "#engine/verify/diff-rules.ts";
import type { Undecided } from "#engine/verify/finding.ts";
import { diffTariffs } from "#engine/verify/tariff/diff-tariffs.ts";
import { undecidedText } from "#engine/words/finding-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import { ruleDifferenceText } from "#engine/words/rule-difference-text.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { tariffDifferenceText } from "#engine/words/tariff-difference-text.ts";
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
  const rulesOfBoth = [one, other].flatMap(({ bundle }) => bundle.release.rules.map(({ name }) => name));
  const names = Object.fromEntries([
    ...lanes.map(({ id, name }) => [id, name]),
    ...rulesOfBoth.map((id) => [id, starterRuleName(id, locale)]),
  ]);
  const telling = { locale, clock, currency };
  const lines = [
    ...rules.differences.flatMap((found) => [
      ruleDifferenceText(found, locale, { currency, names }),
      `  ${situationText(found.witness.facts, found.region, telling)}`,
    ]),
    ...tariff.differences.map((found) => tariffDifferenceText(found, currency, locale)),
    ...undecided.map((open) => openText(open, locale)),
  ];
  await writeOut(`${(lines.length > 0 ? lines : [nothing[locale]]).join("\n")}\n`);
}

function openText(open: Undecided, locale: Locale): string {
  const words = undecidedText(open, locale);
  return locale === "zh-CN" ? `未定：${open.path.join(".")}：${words}` : `undecided: ${open.path.join(".")}: ${words}`;
}

const nothing = { en: "No decision and no fee changes.", "zh-CN": "没有判定或费用变化。" } as const;
