import type { Facts } from "#contracts/decision.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { FactColumns } from "#engine/scenario/fact-columns.ts";
import type { Locale } from "#engine/words/locale.ts";
import type { TextContext } from "#engine/words/value-text.ts";
import { compiledFindings, type DraftSetting } from "../compiled-findings.ts";
import { type Judgement, judgeRules, situationsOf } from "./judge-rules.ts";

/** The passages that rules are counted on, told once: there are thousands. */
export type RecentPassages = { readonly columns: FactColumns; readonly rows: number };

export type JudgeQuestion = {
  readonly setting: DraftSetting;
  readonly locale: Locale;
  readonly context: TextContext;
};

export type JudgeAnswer = { readonly judgement: Judgement; readonly compiled: readonly Diagnostic[] };

let situations: readonly Facts[] | null = null;

self.onmessage = ({ data }: MessageEvent<JudgeQuestion | RecentPassages>) => {
  if ("columns" in data) {
    situations = situationsOf(data.columns, data.rows);
    return;
  }
  const { setting, locale, context } = data;
  const { content, lot } = setting;
  const answer: JudgeAnswer = {
    judgement: judgeRules(content.rules, { lanes: lot.lanes, situations, locale, context }),
    compiled: compiledFindings("rules", setting),
  };
  self.postMessage(answer);
};
