import { passageId, type Stream } from "#contracts/names.ts";
import { type EpochOpen, encodeRecord, epochOpenHash, type RecordFrame, sealRecord } from "#contracts/record.ts";
import type { DecisionBody, OutcomeBody, Personal } from "#contracts/record-body.ts";
import { toBytes } from "#contracts/text.ts";

export type Body = Partial<Omit<DecisionBody, "kind" | "stamp">> & { at?: number };

/** A journal in memory, sealed by the contracts alone. */
export class TestJournal {
  readonly frames: RecordFrame[] = [];
  readonly open: EpochOpen = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };

  constructor(
    readonly edgeId: string,
    readonly lotId: string,
    readonly epoch: string,
    readonly stream: Stream = "p",
  ) {}

  get last(): RecordFrame | undefined {
    return this.frames.at(-1);
  }

  wire(n: number): Uint8Array {
    return encodeRecord(this.frames[n - 1]!);
  }

  /** Appends bytes as they are, readable or not. */
  append(body: string, personal = ""): RecordFrame {
    const n = this.frames.length + 1;
    const previousHash = this.last?.hash ?? epochOpenHash(this.edgeId, this.stream, this.epoch, this.open);
    const at = { stream: this.stream, epoch: this.epoch, n, previousHash };
    const frame = sealRecord(this.edgeId, at, toBytes(body), toBytes(personal));
    this.frames.push(frame);
    return frame;
  }

  decide({ at = Date.now(), ...body }: Body = {}, personal: Partial<Personal> | null = {}): RecordFrame {
    const n = this.frames.length + 1;
    const whole: DecisionBody = {
      v: 1,
      kind: "decision",
      passageId: passageId(this.edgeId, this.epoch, n),
      stamp: { at, offsetMs: 0, quality: "synced", monotonicMs: n * 1000, bootId: "0123abcd" },
      lotId: this.lotId,
      laneId: "entry-1",
      direction: "entry",
      basis: "rules",
      bundle: null,
      observation: { deviceId: "camera", vendorEventId: `e${n}`, observedAt: at, receivedAt: at, confidence: 0.9 },
      facts: { "lane.direction": "entry", "plate.confidence": 0.9 },
      stay: null,
      quote: null,
      sessionId: null,
      decision: {
        decision: "release",
        ruleId: "r1",
        reason: "entry",
        params: {},
        effects: [],
        firedRuleIds: ["r1"],
      },
      flags: [],
      decideMs: 3.5,
      ...body,
    };
    const named = { salt: "00".repeat(16), plateRaw: `京·A${n}`, plateText: `京A${n}`, facts: {}, ...personal };
    return this.append(JSON.stringify(whole), personal === null ? "" : JSON.stringify(named));
  }

  finish(ofN: number, result: OutcomeBody["result"] = "passed", at = Date.now()): RecordFrame {
    const body: OutcomeBody = {
      v: 1,
      kind: "outcome",
      passageId: passageId(this.edgeId, this.epoch, ofN),
      stamp: { at, offsetMs: 0, quality: "synced", monotonicMs: ofN * 1000 + 500, bootId: "0123abcd" },
      lotId: this.lotId,
      laneId: "entry-1",
      result,
      gate: { commandId: "c1", accepted: true, commandMs: 4, error: null },
    };
    return this.append(JSON.stringify(body));
  }
}
