import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Draft } from "#engine/model/draft.ts";
import { diffDrafts } from "#engine/verify/diff-drafts.ts";
import { undecidedText } from "#engine/words/finding-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import { ruleDifferenceText } from "#engine/words/rule-difference-text.ts";
import { tariffDifferenceText } from "#engine/words/tariff-difference-text.ts";
import type { TextContext } from "#engine/words/value-text.ts";

/** Who is treated differently, as sentences, each with an example behind it. Null: one of the drafts cannot be run. */
export type Comparison = {
  readonly rules: readonly string[];
  readonly stays: readonly string[];
  readonly undecided: readonly string[];
  /** How long a stay was looked at, where no fee changes. */
  readonly upToMinutes: number;
};

export type CompareQuestion = {
  before: Draft;
  after: Draft;
  lot: LotSetting;
  clock: ClockTable;
  locale: Locale;
  context: TextContext;
};

/** Compares what two drafts mean, over every situation and stay: a second's work, for a worker. */
export function compareDrafts({ before, after, lot, clock, locale, context }: CompareQuestion): Comparison | null {
  const sound = [before, after].every((draft) => compileBundle({ draft, lot, clock }).ok);
  if (!sound) return null;
  const { rules, tariff } = diffDrafts(before, after, { lot, clock });
  const { currency } = after.tariff;
  return {
    rules: rules.differences.map((each) => ruleDifferenceText(each, locale, context)),
    stays: tariff.differences.map((each) => tariffDifferenceText(each, currency, locale)),
    undecided: [...rules.undecided, ...tariff.undecided].map((open) => undecidedText(open, locale)),
    upToMinutes: tariff.upToMinutes,
  };
}
