import type { Facts } from "#contracts/decision.ts";
import { digestHex } from "#contracts/digest.ts";
import { toBytes } from "#contracts/text.ts";
import { caughtAs } from "../caught-as.ts";
import { canonicalJson } from "../compile/canonical-json.ts";
import { compileBundle, type LotSetting } from "../compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "../compile/load-bundle.ts";
import { decide } from "../decide/decide.ts";
import { explain } from "../decide/explain.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Draft } from "../model/draft.ts";
import { readFacts } from "../model/facts.ts";
import { priceStay } from "../price/price-stay.ts";
import { QuoteError } from "../price/quote-error.ts";
import { stayFromPublished } from "../price/stay-from-published.ts";

/** A draft, and what is asked of it: stays in the published form to price, facts to decide. */
export type GoldenCase = {
  name: string;
  lot: LotSetting;
  clock: ClockTable;
  draft: Draft;
  stays: readonly unknown[];
  situations: readonly unknown[];
};

/** `answer` is the fee or the decision, for people; `sha256` covers the whole quote, or the decision and its trace. */
export type GoldenAnswer = { id: string; answer: string; sha256: string };

/**
 * Compiles and loads each case and answers what it asks. Every runtime that decides cars gives the same answers, byte
 * for byte: the edge on its own device, the cloud and the console's page can each prove it.
 */
export function answerCases(cases: readonly GoldenCase[]): GoldenAnswer[] {
  return cases.flatMap(({ name, stays, situations, ...draft }) => {
    const bundle = bundleOf(name, draft);
    return [
      ...stays.map((stay, index) => quoteAnswer(`${name}/stay-${index + 1}`, bundle, stay)),
      ...situations.map((facts, index) => decisionAnswer(`${name}/car-${index + 1}`, bundle, facts)),
    ];
  });
}

/** One digest of all answers, in their order. */
export function digestOfAnswers(answers: readonly GoldenAnswer[]): string {
  return digestHex(toBytes(canonicalJson(answers)));
}

function bundleOf(name: string, draft: Pick<GoldenCase, "draft" | "lot" | "clock">): LoadedBundle {
  const compiled = compileBundle(draft);
  if (compiled.ok) return loadBundle(compiled.bytes);
  throw new Error(`${name} does not compile: ${compiled.diagnostics.map(({ code }) => code).join(", ")}`);
}

function quoteAnswer(id: string, bundle: LoadedBundle, stay: unknown): GoldenAnswer {
  try {
    const { feeMinor, currency, rateTable, lines } = priceStay(bundle.tariff, stayFromPublished(stay));
    return answerOf(id, `${feeMinor} ${currency}`, { feeMinor, currency, rateTable, lines });
  } catch (error) {
    const { code, path } = caughtAs(QuoteError, error);
    return answerOf(id, code, { code, path });
  }
}

function decisionAnswer(id: string, bundle: LoadedBundle, given: unknown): GoldenAnswer {
  const { facts, problems } = readFacts(given);
  if (problems[0]) throw new Error(`${id}: ${problems[0].id} is ${problems[0].code}`);
  const { decision, reason, ruleId } = decide(bundle, facts);
  return answerOf(id, `${decision} ${reason} ${ruleId}`, traceOf(bundle, facts));
}

function traceOf(bundle: LoadedBundle, facts: Facts): unknown {
  const { decision, rules } = explain(bundle, facts);
  return { decision, rules };
}

function answerOf(id: string, answer: string, whole: unknown): GoldenAnswer {
  return { id, answer, sha256: digestHex(toBytes(canonicalJson(whole))) };
}
