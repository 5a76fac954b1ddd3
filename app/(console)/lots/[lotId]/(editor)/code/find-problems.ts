import type { Diagnostic } from "#engine/model/diagnostic.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { DraftPartRead } from "#engine/text/read-draft-part.ts";
import { placeOf } from "#engine/text/read-json-text.ts";
import { diagnosticText } from "#engine/words/diagnostic-text.ts";
import type { Locale } from "#engine/words/locale.ts";
import type { TextContext } from "#engine/words/value-text.ts";
import { compiledFindings, type DraftSetting } from "../compiled-findings.ts";
import { judgeRules } from "../rules/judge-rules.ts";
import { tariffFindings } from "../tariff/tariff-findings.ts";
import type { Problem } from "./code-editor.tsx";

type Speech = { readonly locale: Locale; readonly context: TextContext };
type Found = {
  readonly severity: Problem["severity"];
  readonly path: readonly (string | number)[];
  readonly text: string;
};

export type ProblemQuestion = {
  readonly part: keyof Draft;
  readonly text: string;
  readonly read: Exclude<DraftPartRead<keyof Draft>, { kind: "notJson" }>;
  readonly setting: DraftSetting;
  readonly speech: Speech;
};

/** What the checks of the forms find in a text, each at its place in the text. A worker does it: a thousand rules take seconds. */
export function findProblems({ part, text, read, setting, speech }: ProblemQuestion): Problem[] {
  const found = read.kind === "wrongShape" ? said(read.diagnostics, speech.locale) : checked(part, setting, speech);
  return found.map(({ severity, path, text: words }) => {
    const { from, to, key } = placeOf(read.places, path);
    // A list or an object is marked where it begins: waves under a whole page would say nothing.
    const begin = "{[".includes(text.charAt(from)) ? { from, to: from + 1 } : { from, to };
    return { severity, text: words, ...(key ?? begin) };
  });
}

function checked(part: keyof Draft, setting: DraftSetting, { locale, context }: Speech): Found[] {
  if (part === "tariff") return said(tariffFindings(setting), locale);
  const { rules } = setting.content;
  const judged = judgeRules(rules, { lanes: setting.lot.lanes, situations: null, locale, context });
  const proved = [...judged.findings.values()].flat().map(({ finding, text }) => ({
    severity: finding.severity,
    path: finding.path.slice(1),
    text,
  }));
  return [...said(compiledFindings(part, setting), locale), ...proved];
}

function said(diagnostics: readonly Diagnostic[], locale: Locale): Found[] {
  return diagnostics.map((found) => ({ ...found, text: diagnosticText(found, locale) }));
}
