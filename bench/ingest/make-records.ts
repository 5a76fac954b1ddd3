import { createHash } from "node:crypto";
import { passageId } from "#contracts/names.ts";
import { type EpochOpen, epochOpenHash } from "#contracts/record.ts";
import type { DecisionBody, OutcomeBody, Personal } from "#contracts/record-body.ts";

export type BenchEdge = { readonly edgeId: string; readonly lotId: string; readonly epoch: string };

/** No record of the run is smaller than this on the wire. */
export const recordBytesMin = 600;

const laneId = "north-entry-lane-1";
const open: EpochOpen = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };

/**
 * Records of passages of one edge, a decision and an outcome each, as they go over the wire. Sealed by the platform's own
 * hash, because an edge's work is not what is measured; the ingest would refuse a wrong one.
 */
export function* makeRecords({ edgeId, lotId, epoch }: BenchEdge): Generator<Uint8Array> {
  const startedAt = Date.now();
  let previousHash = epochOpenHash(edgeId, "p", epoch, open);
  for (let n = 1; ; n += 2) {
    const id = passageId(edgeId, epoch, n);
    const at = startedAt + n;
    for (const [serial, body, personal] of [
      [n, decisionOf(id, lotId, n, at), personalOf(edgeId, n)],
      [n + 1, outcomeOf(id, lotId, at + 3_000), ""],
    ] as const) {
      const hash = createHash("sha256")
        .update(["lg1", edgeId, "p", epoch, serial, previousHash, ""].join("\0"))
        .update(sha256(body))
        .update(sha256(personal))
        .digest("hex");
      const header = JSON.stringify({ v: 1, s: "p", ep: epoch, n: serial, ph: previousHash, h: hash });
      yield Buffer.from(`${header}\n${body}\n${personal}`);
      previousHash = hash;
    }
  }
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function decisionOf(id: string, lotId: string, n: number, at: number): string {
  const body: DecisionBody = {
    v: 1,
    kind: "decision",
    passageId: id,
    stamp: { at, offsetMs: -12, quality: "synced", monotonicMs: 48_208_001.02, bootId: "0123abcd" },
    lotId,
    laneId,
    direction: "entry",
    basis: "rules",
    bundle: null,
    observation: {
      deviceId: "entry-1-cam",
      vendorEventId: `event-${n}`,
      observedAt: at,
      receivedAt: at,
      confidence: 0.97,
    },
    facts: { "lane.direction": "entry", "plate.confidence": 0.97 },
    stay: null,
    quote: null,
    sessionId: id,
    decision: {
      decision: "release",
      ruleId: "entry-open",
      reason: "entry",
      params: {},
      effects: [],
      firedRuleIds: ["entry-open"],
    },
    flags: [],
    decideMs: 3.512,
  };
  return JSON.stringify(body);
}

/** As an edge writes it: the barrier's command has the passage's own id. */
function outcomeOf(id: string, lotId: string, at: number): string {
  const body: OutcomeBody = {
    v: 1,
    kind: "outcome",
    passageId: id,
    stamp: { at, offsetMs: -12, quality: "synced", monotonicMs: 48_211_003.412, bootId: "0123abcd" },
    lotId,
    laneId,
    result: "passed",
    gate: { commandId: id, accepted: true, commandMs: 211.034, error: null },
  };
  return JSON.stringify(body);
}

function personalOf(edgeId: string, n: number): string {
  const digits = sha256(`${edgeId}/${n}`).toString("hex");
  const plateText = `京A${digits.slice(0, 5).toUpperCase()}`;
  const personal: Personal = { salt: digits.slice(0, 32), plateRaw: plateText, plateText, facts: {} };
  return JSON.stringify(personal);
}
