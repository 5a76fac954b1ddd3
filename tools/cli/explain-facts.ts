import type { Trace } from "#contracts/trace.ts";
import { explain } from "#engine/decide/explain.ts";
import type { Locale } from "#engine/words/locale.ts";
import { starterRuleName } from "#engine/words/starter-rule-words.ts";
import { firstFailed, traceLeafText, traceSeenText } from "#engine/words/trace-text.ts";
import type { TextContext } from "#engine/words/value-text.ts";
import { whySentence } from "#engine/words/why-sentence.ts";
import { answerFacts } from "./answer-facts.ts";
import { loadBundleFile } from "./load-bundle-file.ts";

type Options = { bundle: string; facts: string; locale: Locale; json?: true };

/** `liftgate explain`: why a bundle decides each line of facts as it does, rule by rule, in words or as the trace. */
export async function explainFacts({ bundle: file, facts, locale, json }: Options): Promise<void> {
  const bundle = await loadBundleFile(file);
  const { lanes, tariff } = bundle.bundle;
  const names = Object.fromEntries(lanes.map(({ id, name }) => [id, name]));
  const context = { currency: tariff.currency, names };
  await answerFacts(facts, (total) => {
    const trace = explain(bundle, total);
    return json ? trace : traceLines(trace, locale, context);
  });
}

function traceLines(trace: Trace, locale: Locale, context: TextContext): string {
  const why = whySentence(trace.decision, trace, locale, context);
  const rules = trace.rules.map((rule, index) => {
    const name = starterRuleName(rule.ruleId, locale);
    const words = outcomeWords[rule.outcome][locale];
    const failed = firstFailed(rule.condition);
    const because = failed
      ? ` (${traceLeafText(failed, locale, context)}; ${traceSeenText(failed, locale, context)})`
      : "";
    return `${String(index + 1).padStart(4)}  ${words}: ${name}${because}`;
  });
  return [why, ...rules, ""].join("\n");
}

const outcomeWords = {
  matched: { en: "matched", "zh-CN": "符合" },
  notMatched: { en: "not matched", "zh-CN": "不符合" },
  notReached: { en: "not reached", "zh-CN": "未轮到" },
  unknown: { en: "not known", "zh-CN": "信息未知" },
} as const;
