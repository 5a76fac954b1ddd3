import type { Facts } from "#contracts/decision.ts";
import type { Trace } from "#contracts/trace.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { FactColumns } from "#engine/scenario/fact-columns.ts";
import { type Suggestion, suggestScenarios } from "#engine/scenario/suggest-scenarios.ts";
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

/** Asks for scenarios for what no trace shows, at an instant; answered by suggestions. */
export type SuggestQuestion = {
  readonly setting: DraftSetting;
  readonly traces: readonly Trace[];
  readonly at: number;
  readonly max: number;
};

export type JudgeAnswer = { readonly judgement: Judgement; readonly compiled: readonly Diagnostic[] };

let situations: readonly Facts[] | null = null;

self.onmessage = ({ data }: MessageEvent<JudgeQuestion | SuggestQuestion | RecentPassages>) => {
  if ("columns" in data) situations = situationsOf(data.columns, data.rows);
  else self.postMessage("traces" in data ? suggest(data) : judge(data));
};

function judge({ setting, locale, context }: JudgeQuestion): JudgeAnswer {
  const { content, lot } = setting;
  return {
    judgement: judgeRules(content.rules, { lanes: lot.lanes, situations, locale, context }),
    compiled: compiledFindings("rules", setting),
  };
}

function suggest({ setting, traces, at, max }: SuggestQuestion): Suggestion[] {
  const { content, lot, clock } = setting;
  const compiled = compileBundle({ draft: content, lot, clock });
  return compiled.ok ? suggestScenarios(loadBundle(compiled.bytes), traces, { at, max }) : [];
}
