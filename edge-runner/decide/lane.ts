import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { passageId as makePassageId } from "#contracts/names.ts";
import { correctedTime, type OutcomeBody, type Stamp } from "#contracts/record-body.ts";
import { maskPlate, normalisePlate } from "#engine/model/plate.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { EdgeConfig, LaneConfig } from "../edge-config.ts";
import type { LaneReply } from "../gate/camera-door.ts";
import type { Observation } from "../gate/observation.ts";
import type { PhotoDesk } from "../photos/photo-desk.ts";
import type { RuleSource } from "../receive/active-rules.ts";
import type { Appended, Journal, RecordParts } from "../report/journal.ts";
import type { JournalChange } from "../report/journal-schema.ts";
import { type CameraClocks, staleAfterMs } from "./camera-clocks.ts";
import { type CarInput, decideCar, safeVerdict, type Verdict } from "./decide-car.ts";
import type { GrantLookup } from "./grant-facts.ts";
import type { CloudLink, LotKnowledge } from "./lane-facts.ts";
import type { LaneGate } from "./lane-gate.ts";
import type { OpenSessions } from "./open-sessions.ts";
import { decisionParts, outcomeParts } from "./passage-record.ts";
import { ReReads } from "./re-reads.ts";
import { type SessionChanges, sessionChanges } from "./session-changes.ts";
import type { Shadow } from "./shadow.ts";

export type LaneParts = {
  readonly edge: Pick<EdgeConfig, "edgeId" | "lotId" | "country">;
  readonly config: LaneConfig;
  readonly journal: Journal;
  readonly clock: EdgeClock;
  readonly cameraClocks: CameraClocks;
  readonly sessions: OpenSessions;
  readonly rules: RuleSource;
  readonly gate: LaneGate;
  /** Runs a bundle on trial beside the live one, when the car has been served. */
  readonly shadow: Pick<Shadow, "note">;
  readonly lot: () => LotKnowledge;
  /** What the lot's grants say of a plate, as it is on disk at that moment. */
  readonly grants: (plateText: string) => GrantLookup;
  readonly link: () => CloudLink;
  /** null where photos are not kept. */
  readonly photos?: Pick<PhotoDesk, "take"> | null;
  readonly log: Logger;
};

type Car = { readonly observation: Observation; readonly receivedMonotonicMs: number; readonly receivedAt: number };
type Decided = {
  readonly passageId: string;
  readonly stamp: Stamp;
  readonly verdict: Verdict;
  readonly decidedAt: number;
  readonly appended: Appended;
};
/** The car's turn at the lane is over; the camera is answered when the reply is there. */
type Served = { readonly reply: Promise<LaneReply> };

const queueMax = 16;
/** The journal may take this long before a car that is let through has to wait for it. */
const journalDeadlineMs = 80;
/** A camera gets its answer at the latest so long after the barrier command has left. */
const barrierPatienceMs = 1_500;
/** A disk that is stuck for longer has the camera told to send its message again. */
const answerPatienceMs = 4_000;

/** One lane: one car at a time, from camera message to barrier command, with the journal in between. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #answers = new Map<string, Promise<LaneReply>>();
  readonly #reReads: ReReads;
  #last: Promise<unknown> = Promise.resolve();
  #queued = 0;
  #isStopped = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#reReads = new ReReads(parts.config.id, parts.journal);
  }

  /**
   * Resolves when the camera may be answered: the passage is on disk and the barrier has been told. The next car's turn
   * comes before that, so that a disk that is stuck keeps no lane from opening by its policy.
   */
  accept(observation: Observation, receivedMonotonicMs: number): Promise<LaneReply> {
    const key = `${observation.deviceId}\n${observation.vendorEventId}`;
    const running = this.#answers.get(key);
    if (running !== undefined) return orBusy(running).then(asRepeated);
    const { clock, journal } = this.#parts;
    if (this.#isStopped || this.#queued >= queueMax || journal.isFull()) return Promise.resolve({ kind: "busy" });
    const receivedAt = clock.nowMs() - (clock.monotonicMs() - receivedMonotonicMs);
    const car = { observation, receivedMonotonicMs, receivedAt };
    this.#queued++;
    const turn = this.#last.then(() => this.#serve(car));
    const next = () => {
      this.#queued--;
    };
    this.#last = turn.then(next, next);
    const reply = turn.then((served) => served.reply);
    const forget = () => this.#answers.delete(key);
    this.#answers.set(key, reply);
    reply.then(forget, forget);
    return orBusy(reply);
  }

  /** Lets the car that is being served finish; takes no more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#last;
    this.#parts.gate.stop();
  }

  async #serve(car: Car): Promise<Served> {
    const { journal, gate, config } = this.#parts;
    const known = journal.read.passageOf(car.observation.deviceId, car.observation.vendorEventId);
    if (known !== null) return this.#again(known, Promise.resolve());
    const reRead = this.#reRead(car);
    if (reRead !== null) return reRead;
    if (journal.isFull()) return { reply: Promise.resolve({ kind: "busy" }) };
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
    const where = { lotId: this.#parts.edge.lotId, laneId: config.id };
    this.#parts.shadow.note({ passageId, ...where, stamp: decided.stamp, verdict });
    // the camera keeps its message until the passage is on disk
    const { decision } = verdict.decision;
    return { reply: appended.durable.then(() => ({ kind: "recorded", passageId, decision, isRepeated: false })) };
  }

  /** The first reading of a car decides; a later one is noted under the same passage. */
  #reRead({ observation }: Car): Promise<Served> | null {
    const { journal, log } = this.#parts;
    const found = this.#reReads.find(this.#plateText(observation), this.#moment());
    if (found === null) return null;
    const { passageId, count } = found;
    const { deviceId, vendorEventId } = observation;
    log.info({ passageId, deviceId, reReads: count }, "the same car was read again");
    const values = [deviceId, vendorEventId, passageId, this.#parts.clock.nowMs()];
    return this.#again(passageId, journal.change([{ statement: "addCameraEvent", values }]));
  }

  async #again(passageId: string, durable: Promise<void>): Promise<Served> {
    await Promise.race([this.#parts.gate.repeat(passageId), sleep(barrierPatienceMs)]);
    return { reply: durable.then(() => ({ kind: "recorded", passageId, decision: null, isRepeated: true })) };
  }

  #plateText({ plateRaw }: Observation): string {
    return plateRaw === null ? "" : normalisePlate(plateRaw, this.#parts.edge.country);
  }

  #moment(): { monotonicMs: number; nowMs: number } {
    const { clock } = this.#parts;
    return { monotonicMs: clock.monotonicMs(), nowMs: clock.nowMs() };
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
    const { edge, config, clock, cameraClocks, journal, sessions, rules } = this.#parts;
    const plateText = this.#plateText(observation);
    const waitedMs = clock.monotonicMs() - receivedMonotonicMs;
    return {
      observation,
      plateText,
      match: sessions.match(plateText, edge.country),
      stamp: clock.stamp(),
      ageMs: cameraClocks.ageAtReceipt(observation, receivedAt, clock.nowMs()) + waitedMs,
      lotId: edge.lotId,
      lane: config,
      rules,
      lot: this.#parts.lot(),
      country: edge.country,
      grants: this.#parts.grants(plateText),
      visits: (since) => journal.read.visitsOf(plateText, since),
      hasCome: (from, until) => journal.read.hasCome(plateText, from, until),
      inside: sessions.inside(observation.vehicleClass),
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
    const photos = this.#parts.photos?.take(passageId, car.observation.photos ?? [], isNotable(verdict), decidedAt);
    const frame = {
      passageId,
      receivedAt: car.receivedAt,
      observedAt: car.receivedAt - Math.max(0, ageAtReceiptMs),
      sessionId: effects.sessionId,
      decideMs: Math.max(0, decideMs),
      flags: journal.lateMs() > journalDeadlineMs ? [...verdict.flags, "lateJournal" as const] : verdict.flags,
      photos: photos?.refs ?? [],
    };
    const parts = [decisionParts(input, verdict, frame, decidedAt)];
    if (verdict.decision.decision !== "release") parts.push(this.#notOpened(input, passageId, decidedAt));
    const changes = this.#changes(car, input, verdict, passageId, effects);
    const appended = journal.append("p", parts, [...changes, ...(photos?.changes ?? [])]);
    photos?.keep();
    effects.apply(sessions);
    const { decision, ruleId } = verdict.decision;
    const plate = maskPlate(input.plateText);
    log.info({ passageId, plate, basis: verdict.basis, decision, ruleId, decideMs }, "decided");
    return { passageId, stamp: input.stamp, verdict, decidedAt, appended };
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
    const changes: JournalChange[] = [
      { statement: "addCameraEvent", values: event },
      ...this.#reReads.note(input.plateText, passageId, this.#moment()),
      ...effects.changes,
    ];
    if (decision === "release")
      changes.push({ statement: "addOpenPassage", values: [passageId, input.lane.id, decision, at] });
    return changes;
  }
}

/** Somebody may want to look at this car. */
function isNotable({ decision, basis, flags }: Verdict): boolean {
  const isRaised = decision.effects.some(({ type }) => type === "flagAnomaly" || type === "callSupport");
  return decision.decision !== "release" || basis !== "rules" || flags.length > 0 || isRaised;
}

function asRepeated(reply: LaneReply): LaneReply {
  return reply.kind === "recorded" ? { ...reply, isRepeated: true } : reply;
}

/** What the camera is told when the reply takes too long; the passage itself goes its way. */
async function orBusy(reply: Promise<LaneReply>): Promise<LaneReply> {
  return (await isSettledWithin(reply, answerPatienceMs)) ? reply : { kind: "busy" };
}

async function isSettledWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const abort = new AbortController();
  const late = sleep(timeoutMs, false, { signal: abort.signal }).catch(() => false);
  const isSettled = await Promise.race([promise.then(() => true), late]);
  abort.abort();
  return isSettled;
}
