import { isDeepStrictEqual } from "node:util";
import type { Decision } from "#contracts/decision.ts";
import { type DecisionBody, type Personal, wholeStay } from "#contracts/record-body.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { type PartialFacts, totalFacts } from "#engine/model/facts.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import { readStay } from "#engine/price/stay.ts";
import { decideByOracle } from "./oracle.ts";

/** Why a passage is not decided again. */
type NotChecked = "notByRules" | "erased" | "bundleUnknown" | "failed";

export type Opinion =
  | { readonly verdict: "agree"; readonly detail: null }
  | { readonly verdict: "notChecked"; readonly detail: { readonly why: NotChecked } }
  | { readonly verdict: "differ"; readonly detail: { readonly parts: readonly Difference[] } };

/** One part of a decision that came out another way; values hold no personal data, rules cannot name any. */
type Difference = { readonly part: string; readonly recorded: unknown; readonly found: unknown };

const decisionParts = ["decision", "ruleId", "reason", "params", "effects", "firedRuleIds"] as const;
/** Parameters may refer to a fact that names a car, so only that they differ is told. */
const mayBePersonal = new Set<string>(["params", "effects"]);

/**
 * Decides a recorded passage again, from the bundle and the facts that its record names, and prices its stay again.
 * `findBundle` gives a bundle of the lot by its digest.
 */
export async function checkPassage(
  body: DecisionBody,
  personal: Personal | null,
  findBundle: (sha256: string) => Promise<LoadedBundle | null>,
): Promise<Opinion> {
  if (body.basis !== "rules" || body.bundle === null) return notChecked("notByRules");
  if (personal === null) return notChecked("erased");
  const bundle = await findBundle(body.bundle.sha256);
  if (!bundle) return notChecked("bundleUnknown");
  const facts = totalFacts({ ...body.facts, ...personal.facts } as PartialFacts);
  const parts = decisionDifferences(body.decision, await decideByOracle(bundle.bundle, facts));
  const quote = await quoteAgain({ ...body, stay: wholeStay(body.stay, personal) }, findBundle);
  if (quote === "bundleUnknown") return notChecked("bundleUnknown");
  parts.push(...quote);
  return parts.length === 0 ? { verdict: "agree", detail: null } : { verdict: "differ", detail: { parts } };
}

function notChecked(why: NotChecked): Opinion {
  return { verdict: "notChecked", detail: { why } };
}

function decisionDifferences(recorded: Decision, found: Decision): Difference[] {
  return decisionParts
    .filter((part) => !isDeepStrictEqual(recorded[part], found[part]))
    .map((part) => (mayBePersonal.has(part) ? hidden(part) : { part, recorded: recorded[part], found: found[part] }));
}

function hidden(part: string): Difference {
  return { part, recorded: "differs", found: "differs" };
}

async function quoteAgain(
  body: DecisionBody,
  findBundle: (sha256: string) => Promise<LoadedBundle | null>,
): Promise<Difference[] | "bundleUnknown"> {
  if (body.stay === null || body.quote === null) return [];
  const { tariffSha256, ...stay } = body.stay;
  const recorded = "error" in body.quote ? { error: body.quote.error.code } : body.quote;
  const bundle = typeof tariffSha256 === "string" ? await findBundle(tariffSha256) : null;
  // An edge that lost the bundle could not price either, and said so.
  if (!bundle) return "error" in recorded ? [] : "bundleUnknown";
  const found = price(bundle, stay);
  return isDeepStrictEqual(found, recorded) ? [] : [{ part: "quote", recorded, found }];
}

/** The quote as a record would hold it: what JSON drops is dropped. */
function price(bundle: LoadedBundle, stay: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(priceStay(bundle.tariff, readStay(stay))));
  } catch (error) {
    return { error: error instanceof QuoteError ? error.code : "quote.failed" };
  }
}
