import type { FeeLine } from "#contracts/quote.ts";
import { correctedTime } from "#contracts/record-body.ts";
import type { JournalChange } from "../report/journal-schema.ts";
import type { CarInput, Verdict } from "./decide-car.ts";
import type { OpenSession, OpenSessions } from "./open-sessions.ts";
import type { PricedSession } from "./price-session.ts";

export type SessionChanges = {
  /** The session that the passage belongs to. */
  readonly sessionId: string | null;
  readonly changes: readonly JournalChange[];
  /** Does in memory what the changes do on disk. */
  readonly apply: (sessions: OpenSessions) => void;
};

/** What a decision does to sessions. Only a car that is let through opens or ends one. */
export function sessionChanges(input: CarInput, verdict: Verdict, passageId: string): SessionChanges {
  const { match } = input;
  const known = match.kind === "exact" ? (match.session?.sessionId ?? null) : null;
  if (verdict.decision.decision !== "release") return { sessionId: known, changes: [], apply: () => undefined };
  const types = new Set(verdict.decision.effects.map(({ type }) => type));
  const opened = types.has("openSession") && verdict.bundle !== null ? newSession(input, verdict, passageId) : null;
  const isEnding = types.has("closeSession") || types.has("cancelSession");
  // a car that enters while it is inside has left unseen: its old session ends with the new entry
  const isReplaced = opened !== null && match.kind === "exact";
  const ended = isEnding || isReplaced ? match.session : null;
  const changes: JournalChange[] = [];
  if (ended !== null) changes.push(endChange(ended, correctedTime(input.stamp), passageId));
  if (ended !== null && types.has("closeSession") && verdict.priced !== null)
    changes.push(visitChange(ended, verdict, verdict.priced));
  if (opened !== null) changes.push(openChange(opened));
  return {
    sessionId: opened?.sessionId ?? ended?.sessionId ?? known,
    changes,
    apply: (sessions) => {
      if (ended !== null) sessions.endHere(ended);
      if (opened !== null) sessions.open(opened);
    },
  };
}

function newSession(input: CarInput, verdict: Verdict, passageId: string): OpenSession {
  return {
    sessionId: passageId,
    plateText: input.plateText === "" ? null : input.plateText,
    laneId: input.lane.id,
    enteredAt: correctedTime(input.stamp),
    enteredMonotonicMs: input.stamp.monotonicMs,
    enteredBootId: input.stamp.bootId,
    enteredQuality: input.stamp.quality,
    bundleSha256: verdict.bundle!.sha256,
    vehicleClass: input.observation.vehicleClass,
  };
}

/** One from elsewhere has no row here yet; it gets one that has ended, so that a restart knows. */
function endChange(session: OpenSession, at: number, passageId: string): JournalChange {
  const { sessionId, plateText, laneId, enteredAt, enteredQuality, bundleSha256 } = session;
  if (!session.isElsewhere) return { statement: "endSession", values: [at, passageId, sessionId] };
  const values = [sessionId, plateText, laneId, enteredAt, enteredQuality, bundleSha256, at, passageId];
  return { statement: "endSessionElsewhere", values };
}

function openChange(session: OpenSession): JournalChange {
  const { sessionId, plateText, laneId, enteredAt, enteredMonotonicMs, enteredBootId, enteredQuality } = session;
  const entry = [sessionId, plateText, laneId, enteredAt, enteredMonotonicMs, enteredBootId, enteredQuality];
  return { statement: "openSession", values: [...entry, session.bundleSha256, session.vehicleClass, null] };
}

/** What a later stay of the plate may have to know of this one. */
function visitChange({ sessionId }: OpenSession, verdict: Verdict, { stay, quote }: PricedSession): JournalChange {
  const paidMinor = Math.max(0, stay.paidMinor ?? 0);
  const priced = "error" in quote ? { dueMinor: 0, lines: [] } : { dueMinor: quote.dueMinor ?? 0, lines: quote.lines };
  const feePaidMinor = paidMinor + (isSettled(verdict, stay) ? priced.dueMinor : 0);
  const values = [sessionId, stay.entryAt, stay.exitAt, feePaidMinor, freeMinutes(stay, priced.lines)];
  return { statement: "addVisit", values };
}

/** What was due is paid by a debit, or by a payment that did not say how much it was. */
function isSettled({ decision, facts }: Verdict, { paidMinor }: PricedSession["stay"]): boolean {
  if (decision.effects.some(({ type }) => type === "chargeAuto")) return true;
  const graceLeft = facts["payment.graceLeft"];
  const isPaid = facts["payment.state"] === "paid" && typeof graceLeft === "number" && graceLeft >= 0;
  return paidMinor === undefined && isPaid;
}

/** Time of this visit that the tariff left free; what a permit covers or a car that only turned round took is none. */
function freeMinutes({ entryAt, exitAt }: PricedSession["stay"], lines: readonly FeeLine[]): number {
  const freeMs = lines
    .filter(({ kind, params }) => kind === "free" && params === undefined)
    .map(({ fromAt = 0, toAt = 0 }) => Math.max(0, Math.min(toAt, exitAt) - Math.max(fromAt, entryAt)));
  return Math.floor(freeMs.reduce((sum, one) => sum + one, 0) / 60_000);
}
