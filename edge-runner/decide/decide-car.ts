import type { LaneDirection } from "#contracts/bundle.ts";
import type { Decision, Facts } from "#contracts/decision.ts";
import { correctedTime, type DecisionBody, type Stamp } from "#contracts/record-body.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { decide, factsRead } from "#engine/decide/decide.ts";
import { totalFacts } from "#engine/model/facts.ts";
import { VISIT_MINUTES_MAX } from "#engine/price/visits-asked.ts";
import type { LaneConfig } from "../edge-config.ts";
import type { Observation } from "../gate/observation.ts";
import type { RuleSource } from "../receive/active-rules.ts";
import type { Visit } from "../report/journal-reader.ts";
import { staleAfterMs } from "./camera-clocks.ts";
import { areStale } from "./fresh-grants.ts";
import type { GrantLookup } from "./grant-facts.ts";
import { type CloudLink, type FactsInput, isUsable, type LotKnowledge, laneFacts } from "./lane-facts.ts";
import type { SessionMatch } from "./open-sessions.ts";
import { type PricedSession, priceSession } from "./price-session.ts";

export type CarInput = {
  readonly observation: Observation;
  readonly plateText: string;
  readonly match: SessionMatch;
  readonly stamp: Stamp;
  readonly ageMs: number;
  readonly lotId: string;
  readonly lane: LaneConfig;
  readonly rules: RuleSource;
  readonly lot: LotKnowledge;
  readonly country: string;
  readonly grants: GrantLookup;
  /** Visits of this plate that ended at this edge since then. */
  readonly visits: (since: number) => readonly Visit[];
  readonly hasCome: FactsInput["hasCome"];
  readonly inside: FactsInput["inside"];
  readonly link: CloudLink;
};

/** What was decided for one car, and everything that the record says about why. */
export type Verdict = {
  readonly basis: DecisionBody["basis"];
  readonly direction: LaneDirection;
  readonly bundle: DecisionBody["bundle"];
  readonly decision: Decision;
  /** What was known, and what the rules asked for in vain (null). */
  readonly facts: Facts;
  readonly priced: PricedSession | null;
  readonly flags: DecisionBody["flags"];
};

/** Decides for one car. Never throws: what goes wrong falls to the lane's safe policy. `onFault` hears of it. */
export function decideCar(input: CarInput, onFault: (error: Error) => void): Verdict {
  try {
    return decideByRules(input);
  } catch (error) {
    onFault(error as Error);
    return safeVerdict(input, []);
  }
}

/** The lane's safe policy: what a lane does when its rules cannot be run. */
export function safeVerdict(input: CarInput, flags: Verdict["flags"]): Verdict {
  const { active } = input.rules;
  const releases = input.lane.onRuleFailure === "release" && !flags.includes("noBundle");
  const decision: Decision = {
    decision: releases ? "release" : "hold",
    ruleId: "safePolicy",
    reason: releases ? "other" : "fault",
    params: {},
    effects: [{ type: "callSupport", params: { reason: "fault", priority: 2 } }],
    firedRuleIds: [],
  };
  const bundle = active === null ? null : { sha256: active.loaded.sha256, number: active.number };
  const direction = laneDirection(input) ?? "transfer";
  return { basis: "safePolicy", direction, bundle, decision, facts: {}, priced: null, flags };
}

function decideByRules(input: CarInput): Verdict {
  const { active } = input.rules;
  const direction = laneDirection(input);
  if (active === null) return safeVerdict(input, ["noBundle"]);
  if (direction === null) throw new Error(`bundle v${active.number} has no lane ${input.lane.id}`);
  const { loaded } = active;
  const priced = endsSession(input, direction) ? price(input) : null;
  const now = correctedTime(input.stamp);
  const known = totalFacts(
    laneFacts({
      ...input,
      direction,
      bundle: loaded.bundle,
      now,
      priced,
      validations: tariffOf(input, loaded).validations ?? [],
      visits: visitsFor(input, loaded, now),
      rulesAgeMs: now - active.activatedAt,
    }),
  );
  const isStale = input.ageMs > staleAfterMs;
  const decision = isStale ? staleDecision : decide(loaded, known);
  const flags: Verdict["flags"] = [];
  if (priced !== null && "error" in priced.quote) flags.push("quoteFailed");
  if (priced !== null && areStale(input.grants)) flags.push("staleGrants");
  const facts = recordedFacts(known, factsRead(loaded));
  const bundle = { sha256: loaded.sha256, number: active.number };
  return { basis: isStale ? "staleObservation" : "rules", direction, bundle, decision, facts, priced, flags };
}

const staleDecision: Decision = {
  decision: "hold",
  ruleId: "staleObservation",
  reason: "other",
  params: {},
  effects: [],
  firedRuleIds: [],
};

function laneDirection({ rules, lane }: CarInput): LaneDirection | null {
  return rules.active?.loaded.bundle.lanes.find(({ id }) => id === lane.id)?.direction ?? null;
}

function endsSession({ match, lot }: CarInput, direction: LaneDirection): boolean {
  return direction === "exit" && match.kind === "exact" && match.session !== null && isUsable(match.session, lot);
}

function price(input: CarInput): PricedSession {
  const { match, stamp, rules } = input;
  const session = match.session!;
  const car = { ...input, now: correctedTime(stamp) };
  return priceSession(session, stamp, rules.bundle(session.bundleSha256), car);
}

/** The tariff of the stay: that of the bundle under which it opened, else of the one that decides. */
function tariffOf({ match, rules }: CarInput, active: LoadedBundle): LoadedBundle["bundle"]["tariff"] {
  const session = match.kind === "exact" ? match.session : null;
  const own = session === null ? null : rules.bundle(session.bundleSha256);
  return (own ?? active).bundle.tariff;
}

/** Looked up where a rule asks for them; null where the lot's other edges may know of more. */
function visitsFor({ lot, plateText, visits }: CarInput, active: LoadedBundle, now: number): readonly Visit[] | null {
  const isAsked = factsRead(active).some((id) => id.startsWith("visits.") || id.startsWith("freeUsed."));
  return isAsked && lot.isAlone && plateText !== "" ? visits(now - VISIT_MINUTES_MAX * 60_000) : null;
}

/** Every fact that a rule reads, known or not, and every other that is known: enough to decide again by other rules. */
function recordedFacts(known: Facts, read: readonly string[]): Facts {
  const asked = new Set(read);
  return Object.fromEntries(Object.entries(known).filter(([id, value]) => value !== null || asked.has(id)));
}
