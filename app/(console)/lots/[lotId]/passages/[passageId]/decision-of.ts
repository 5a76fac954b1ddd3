import type { Decision } from "#contracts/decision.ts";
import type { Outputs } from "../../../../../ui/trpc/outputs.ts";

type Passage = Outputs["passages"]["get"];

/** The decision as the record holds it; of a record that cannot be read, what the list knows of it. */
export function decisionOf({ body, decision, ruleId, reason }: Passage): Decision {
  if (body) return body.decision;
  return { decision: decision as Decision["decision"], ruleId, reason, params: {}, effects: [], firedRuleIds: [] };
}
