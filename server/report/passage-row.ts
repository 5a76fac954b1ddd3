import { correctedTime, type DecisionBody, type OutcomeBody } from "#contracts/record-body.ts";
import { type ReadBody, readPersonal, readRecordBody } from "./read-record.ts";

export type PassageKey = { operatorId: string; lotId: string; passageId: string };

/** A record of a passage as it stands in the database. */
export type StoredPart = {
  edgeId: string;
  epoch: string;
  n: number;
  body: Uint8Array | null;
  personal: Uint8Array | null;
  /** What its body says, where somebody has read it already. */
  read?: ReadBody;
};

/** One row of `passage`; instants are epoch milliseconds. */
export type PassageRow = PassageKey & {
  at: number;
  edgeId: string;
  laneId: string;
  direction: DecisionBody["direction"];
  basis: string;
  decision: string;
  ruleId: string;
  reason: string;
  outcome: string | null;
  outcomeAt: number | null;
  plateText: string | null;
  plateRaw: string | null;
  confidence: number | null;
  sessionId: string | null;
  enteredAt: number | null;
  feeMinor: number | null;
  currency: string | null;
  bundleNumber: number | null;
  bundleSha256: string | null;
  flags: readonly string[];
  decideMs: number;
};

/** The last instant that both JavaScript and PostgreSQL can hold. A device with a mad clock still gets its row. */
const instantMax = 8_640_000_000_000_000;
/** What might have to be replaced; the search for halves that stand alone is slow. */
const unstorable = /[\0\uD800-\uDFFF]/;
const integerMax = 2_147_483_647;

/**
 * What the records of one passage say together, or null while its decision is not here (or was erased). `parts` may come
 * in any order; the newest outcome counts.
 */
export function passageRow(key: PassageKey, parts: readonly StoredPart[]): PassageRow | null {
  const sorted = [...parts].sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.epoch < b.epoch ? -1 : 1));
  let decision: { body: DecisionBody; part: StoredPart } | null = null;
  let outcome: OutcomeBody | null = null;
  for (const part of sorted) {
    if (part.body === null) continue;
    const read = part.read ?? readRecordBody({ ...part, lotId: key.lotId }, part.body);
    if ("problem" in read || read.body.passageId !== key.passageId) continue;
    if (read.body.kind === "decision") decision = { body: read.body, part };
    else outcome = read.body;
  }
  return decision && rowOf(key, decision.body, decision.part, outcome);
}

export type PassageOutcome = PassageKey & {
  outcome: OutcomeBody["result"];
  outcomeAt: number;
  flags: readonly string[];
};

/** What one outcome says of a passage, when the records are that and nothing else; null otherwise. */
export function onlyOutcome(key: PassageKey, parts: readonly StoredPart[]): PassageOutcome | null {
  const read = parts.length === 1 ? parts[0]!.read : undefined;
  if (read === undefined || "problem" in read || read.body.kind !== "outcome") return null;
  const { result, stamp, flags } = read.body;
  return { ...key, outcome: result, outcomeAt: bounded(correctedTime(stamp)), flags: flags ?? [] };
}

function rowOf(key: PassageKey, body: DecisionBody, part: StoredPart, outcome: OutcomeBody | null): PassageRow {
  const personal = readPersonal(part.personal);
  const quote = body.quote && "feeMinor" in body.quote ? body.quote : null;
  return {
    // named one by one: spreading into a literal this large makes a slow object, at 50 µs each
    operatorId: key.operatorId,
    lotId: key.lotId,
    passageId: key.passageId,
    at: bounded(correctedTime(body.stamp)),
    edgeId: part.edgeId,
    laneId: body.laneId,
    direction: body.direction,
    basis: body.basis,
    decision: body.decision.decision,
    ruleId: storable(body.decision.ruleId),
    reason: storable(body.decision.reason),
    outcome: outcome?.result ?? null,
    outcomeAt: outcome && bounded(correctedTime(outcome.stamp)),
    plateText: personal?.plateText == null ? null : storable(personal.plateText),
    plateRaw: personal?.plateRaw == null ? null : storable(personal.plateRaw),
    confidence: body.observation.confidence,
    sessionId: body.sessionId,
    enteredAt: instantOrNull(body.facts["session.enteredAt"] ?? body.stay?.entryAt),
    feeMinor: quote?.feeMinor ?? null,
    currency: quote?.currency ?? null,
    bundleNumber: body.bundle && body.bundle.number <= integerMax ? body.bundle.number : null,
    bundleSha256: body.bundle?.sha256 ?? null,
    flags: [...new Set([...body.flags, ...(outcome?.flags ?? [])])],
    decideMs: body.decideMs,
  };
}

function bounded(instant: number): number {
  return Math.min(instant, instantMax);
}

function instantOrNull(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= instantMax ? value : null;
}

/** PostgreSQL's text holds every character but the zero one, and no half of a surrogate pair. */
function storable(text: string): string {
  if (!unstorable.test(text)) return text;
  return text.replaceAll("\0", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");
}
