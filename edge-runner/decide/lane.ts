import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { passageId as makePassageId } from "#contracts/names.ts";
import { correctedTime, type OutcomeBody } from "#contracts/record-body.ts";
import { maskPlate, normalisePlate } from "#engine/model/plate.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { EdgeConfig, LaneConfig } from "../edge-config.ts";
import type { LaneReply } from "../gate/camera-door.ts";
import type { Observation } from "../gate/observation.ts";
import type { RuleSource } from "../receive/active-rules.ts";
import type { Appended, Journal, RecordParts } from "../report/journal.ts";
import type { JournalChange } from "../report/journal-schema.ts";
import { type CameraClocks, staleAfterMs } from "./camera-clocks.ts";
import { type CarInput, decideCar, safeVerdict, type Verdict } from "./decide-car.ts";
import type { CloudLink, LotKnowledge } from "./lane-facts.ts";
import type { LaneGate } from "./lane-gate.ts";
import type { OpenSessions } from "./open-sessions.ts";
import { decisionParts, outcomeParts } from "./passage-record.ts";
import { type SessionChanges, sessionChanges } from "./session-changes.ts";

export type LaneParts = {
  readonly edge: Pick<EdgeConfig, "edgeId" | "lotId" | "country">;
  readonly config: LaneConfig;
  readonly journal: Journal;
  readonly clock: EdgeClock;
  readonly cameraClocks: CameraClocks;
  readonly sessions: OpenSessions;
  readonly rules: RuleSource;
  readonly gate: LaneGate;
  readonly lot: () => LotKnowledge;
  readonly link: () => CloudLink;
  readonly log: Logger;
};

type Car = { readonly observation: Observation; readonly receivedMonotonicMs: number; readonly receivedAt: number };
type Decided = {
  readonly passageId: string;
  readonly verdict: Verdict;
  readonly decidedAt: number;
  readonly appended: Appended;
};

const queueMax = 16;
/** The journal may take this long before a car that is let through has to wait for it. */
const journalDeadlineMs = 80;
/** A camera gets its answer at the latest so long after the barrier command has left. */
const barrierPatienceMs = 1_500;

/** One lane: one car at a time, from camera message to barrier command, with the journal in between. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #answers = new Map<string, Promise<LaneReply>>();
  #last: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Resolves when the camera may be answered: the passage is on disk and the barrier has been told. */
  accept(observation: Observation, receivedMonotonicMs: number): Promise<LaneReply> {
    const key = `${observation.deviceId}\n${observation.vendorEventId}`;
    const running = this.#answers.get(key);
    if (running !== undefined) return running.then(asRepeated);
    if (this.#isStopped || this.#answers.size >= queueMax) return Promise.resolve({ kind: "busy" });
    const { clock } = this.#parts;
    const receivedAt = clock.nowMs() - (clock.monotonicMs() - receivedMonotonicMs);
    const car = { observation, receivedMonotonicMs, receivedAt };
    const reply = this.#last.then(() => this.#serve(car));
    this.#answers.set(key, reply);
    const forget = () => this.#answers.delete(key);
    this.#last = reply.then(forget, forget);
    return reply;
  }

  /** Lets the car that is being served finish; takes no more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#last;
    this.#parts.gate.stop();
  }

  async #serve(car: Car): Promise<LaneReply> {
    const { journal, gate, config } = this.#parts;
    const known = journal.read.passageOf(car.observation.deviceId, car.observation.vendorEventId);
    if (known !== null) {
      await Promise.race([gate.repeat(known), sleep(barrierPatienceMs)]);
      return { kind: "recorded", passageId: known, decision: null, isRepeated: true };
    }
    if (journal.isFull()) return { kind: "busy" };
    const decided = this.#decide(car);
    const { passageId, verdict, appended, decidedAt } = decided;
    const releases = verdict.decision.decision === "release";
    const isInTime = await isSettledWithin(appended.durable, journalDeadlineMs);
    if (!isInTime && releases && config.onJournalFailure === "wait") await appended.durable;
    if (releases) {
      const isStale = this.#parts.clock.nowMs() - decidedAt > staleAfterMs;
      if (isStale) gate.giveUp(passageId, decidedAt);
      else await this.#command(decided, !isInTime && config.onJournalFailure === "openAndFlag");
    }
    // the camera keeps its message until the passage is on disk
    await appended.durable;
    return { kind: "recorded", passageId, decision: verdict.decision.decision, isRepeated: false };
  }

  async #command({ passageId, verdict, decidedAt }: Decided, isLate: boolean): Promise<void> {
    if (isLate) {
      this.#parts.log.warn({ passageId }, "the journal is late; the lane opens by its policy");
      void this.#parts.journal.change([{ statement: "markLate", values: [passageId] }]);
    }
    const seconds = verdict.decision.params.openForSeconds;
    const openForSeconds = typeof seconds === "number" ? { openForSeconds: seconds } : {};
    const commanded = this.#parts.gate.open(passageId, decidedAt, { ...openForSeconds, isLate });
    await Promise.race([commanded, sleep(barrierPatienceMs)]);
  }

  #decide(car: Car): Decided {
    const { edge, journal, log } = this.#parts;
    const passageId = makePassageId(edge.edgeId, journal.epoch, journal.nextN("p"));
    const input = this.#input(car);
    const onFault = (error: Error) => log.error({ passageId, err: error }, "the rules failed; safe policy");
    const verdict = decideCar(input, onFault);
    try {
      return this.#record(car, input, verdict, passageId);
    } catch (error) {
      // a record that cannot be made from this verdict; the car must not be lost with it
      onFault(error as Error);
      return this.#record(car, input, safeVerdict(input, []), passageId);
    }
  }

  #input({ observation, receivedMonotonicMs, receivedAt }: Car): CarInput {
    const { edge, config, clock, cameraClocks, sessions, rules } = this.#parts;
    const plateText = observation.plateRaw === null ? "" : normalisePlate(observation.plateRaw, edge.country);
    const waitedMs = clock.monotonicMs() - receivedMonotonicMs;
    return {
      observation,
      plateText,
      match: sessions.match(plateText, edge.country),
      stamp: clock.stamp(),
      ageMs: cameraClocks.ageAtReceipt(observation, receivedAt) + waitedMs,
      lotId: edge.lotId,
      lane: config,
      rules,
      lot: this.#parts.lot(),
      link: this.#parts.link(),
    };
  }

  #record(car: Car, input: CarInput, verdict: Verdict, passageId: string): Decided {
    const { journal, sessions, clock, log } = this.#parts;
    const decidedAt = correctedTime(input.stamp);
    const effects = sessionChanges(input, verdict, passageId);
    const decideMs = Math.round((clock.monotonicMs() - car.receivedMonotonicMs) * 1000) / 1000;
    const waitedMs = clock.monotonicMs() - car.receivedMonotonicMs;
    const ageAtReceiptMs = Number.isFinite(input.ageMs) ? input.ageMs - waitedMs : 0;
    const frame = {
      passageId,
      receivedAt: car.receivedAt,
      observedAt: car.receivedAt - Math.max(0, ageAtReceiptMs),
      sessionId: effects.sessionId,
      decideMs: Math.max(0, decideMs),
      flags: journal.lateMs() > journalDeadlineMs ? [...verdict.flags, "lateJournal" as const] : verdict.flags,
    };
    const parts = [decisionParts(input, verdict, frame, decidedAt)];
    if (verdict.decision.decision !== "release") parts.push(this.#notOpened(input, passageId, decidedAt));
    const appended = journal.append("p", parts, this.#changes(car, input, verdict, passageId, effects));
    effects.apply(sessions);
    const { decision, ruleId } = verdict.decision;
    const plate = maskPlate(input.plateText);
    log.info({ passageId, plate, basis: verdict.basis, decision, ruleId, decideMs }, "decided");
    return { passageId, verdict, decidedAt, appended };
  }

  /** A car that is not let through has its outcome at once: no command will follow from this decision. */
  #notOpened(input: CarInput, passageId: string, at: number): RecordParts {
    const where = { lotId: input.lotId, laneId: input.lane.id };
    const body: OutcomeBody = {
      v: 1,
      kind: "outcome",
      passageId,
      stamp: input.stamp,
      ...where,
      result: "notOpened",
      gate: null,
    };
    return outcomeParts(body, at);
  }

  #changes(
    { observation }: Car,
    input: CarInput,
    verdict: Verdict,
    passageId: string,
    effects: SessionChanges,
  ): JournalChange[] {
    const at = correctedTime(input.stamp);
    const { decision } = verdict.decision;
    const event = [observation.deviceId, observation.vendorEventId, passageId, at];
    const changes: JournalChange[] = [{ statement: "addCameraEvent", values: event }, ...effects.changes];
    if (decision === "release")
      changes.push({ statement: "addOpenPassage", values: [passageId, input.lane.id, decision, at] });
    return changes;
  }
}

function asRepeated(reply: LaneReply): LaneReply {
  return reply.kind === "recorded" ? { ...reply, isRepeated: true } : reply;
}

async function isSettledWithin(promise: Promise<void>, timeoutMs: number): Promise<boolean> {
  const abort = new AbortController();
  const late = sleep(timeoutMs, false, { signal: abort.signal }).catch(() => false);
  const isSettled = await Promise.race([promise.then(() => true), late]);
  abort.abort();
  return isSettled;
}
