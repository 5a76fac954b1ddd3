import * as z from "zod";
import { correctedTime, type Stamp } from "#contracts/record-body.ts";
import {
  differencesPerReportMax,
  type TrialDifference,
  type TrialReport,
  trialDifferenceSchema,
} from "#contracts/trial.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { decide } from "#engine/decide/decide.ts";
import { feeFacts } from "#engine/decide/fee-facts.ts";
import { totalFacts } from "#engine/model/facts.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import type { Stay } from "#engine/price/stay.ts";
import { recordedStay } from "#engine/replay/recorded-stay.ts";
import type { ActiveTrial } from "../receive/trial-store.ts";
import type { Journal } from "../report/journal.ts";
import type { Verdict } from "./decide-car.ts";

/** A passage as it was decided, once the gate has been told. */
export type DecidedPassage = {
  readonly passageId: string;
  readonly lotId: string;
  readonly laneId: string;
  readonly stamp: Stamp;
  readonly verdict: Verdict;
};

export type ShadowParts = {
  readonly journal: Journal;
  /** What is tried now. */
  readonly trial: () => ActiveTrial | null;
  readonly bundle: (sha256: string) => LoadedBundle | null;
  /** Hears why a passage could not be evaluated. */
  readonly onFault: (passageId: string, error: Error) => void;
};

type Counts = TrialReport["counts"];
const storedSchema = z.object({
  generation: z.int(),
  counts: z.object({ evaluated: z.int(), different: z.int(), failed: z.int(), skipped: z.int() }),
  differences: z.array(z.custom<TrialDifference>((value) => trialDifferenceSchema.safeParse(value).success)),
});

const nothingYet: Counts = { evaluated: 0, different: 0, failed: 0, skipped: 0 };
/** More cars at once than a lot has lanes: then the shadow leaves some out, and says so. */
const waitingMax = 64;
/** Long after the gate has been told, and apart from the next car as well as can be. */
const afterMs = 200;

/**
 * Runs the bundle on trial beside the live one: for each passage, after the gate has been told, what would it have
 * decided and asked? Nothing comes of it but counts and the newest differences.
 */
export class Shadow {
  readonly #parts: ShadowParts;
  #waiting: DecidedPassage[] = [];
  #timer: NodeJS.Timeout | undefined;
  #generation = 0;
  #counts: Counts = nothingYet;
  #newest: readonly TrialDifference[] = [];
  /** How many of the newest have not been sent. */
  #fresh = 0;
  #isChanged = false;

  constructor(parts: ShadowParts) {
    this.#parts = parts;
    const stored = storedSchema.safeParse(parts.journal.read.state("shadow"));
    if (!stored.success) return;
    this.#generation = stored.data.generation;
    this.#counts = stored.data.counts;
    this.#newest = stored.data.differences;
  }

  /** Never throws and never waits: the car is served. */
  note(passage: DecidedPassage): void {
    const trial = this.#trial();
    if (trial === null) return;
    if (this.#waiting.length < waitingMax) {
      this.#waiting.push(passage);
      this.#timer ??= setTimeout(() => this.#next(), afterMs);
    } else this.#count({ skipped: 1 });
  }

  /** What has been counted of the trial of that generation, with the newest differences: `all`, or those not sent yet. */
  read(generation: number, all: boolean): Pick<TrialReport, "counts" | "differences"> {
    if (generation !== this.#generation) return { counts: nothingYet, differences: [] };
    return { counts: this.#counts, differences: this.#newest.slice(all ? 0 : this.#newest.length - this.#fresh) };
  }

  /** Is there something that has not been sent since {@link sent}? */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  sent(): void {
    this.#fresh = 0;
    this.#isChanged = false;
  }

  /** Writes the counts down, so that a restart goes on from them. */
  keep(): Promise<void> {
    const stored = { generation: this.#generation, counts: this.#counts, differences: this.#newest };
    return this.#parts.journal.change([{ statement: "putState", values: ["shadow", JSON.stringify(stored)] }]);
  }

  /** Evaluates what waits, and writes down what was counted. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    for (const passage of this.#waiting.splice(0)) this.#evaluate(passage);
    if (this.#generation > 0) await this.keep();
  }

  /** The shadow that runs; one of a new generation counts from nothing. */
  #trial(): ActiveTrial | null {
    const trial = this.#parts.trial();
    if (trial === null || trial.lanes.length > 0) return null;
    if (trial.generation !== this.#generation) {
      this.#generation = trial.generation;
      this.#counts = nothingYet;
      this.#newest = [];
      this.#waiting = [];
      this.sent();
    }
    return trial;
  }

  /** One passage a turn, so that a car that comes meanwhile waits for one evaluation at most. */
  #next(): void {
    this.#timer = undefined;
    const passage = this.#waiting.shift();
    if (passage !== undefined) this.#evaluate(passage);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#next(), 0);
  }

  #evaluate(passage: DecidedPassage): void {
    const trial = this.#trial();
    const { verdict, passageId } = passage;
    if (trial === null) return;
    const live = verdict.bundle === null ? null : this.#parts.bundle(verdict.bundle.sha256);
    if (verdict.basis !== "rules" || live === null) {
      this.#count({ skipped: 1 });
      return;
    }
    try {
      const difference = compare(passage, live, trial.loaded);
      this.#count({ evaluated: 1, different: difference === null ? 0 : 1 });
      if (difference === null) return;
      this.#newest = [...this.#newest, difference].slice(-differencesPerReportMax);
      this.#fresh = Math.min(this.#fresh + 1, this.#newest.length);
    } catch (error) {
      this.#count({ failed: 1 });
      this.#parts.onFault(passageId, error as Error);
    }
  }

  #count(more: Partial<Counts>): void {
    const sum = (kind: keyof Counts) => this.#counts[kind] + (more[kind] ?? 0);
    this.#counts = {
      evaluated: sum("evaluated"),
      different: sum("different"),
      failed: sum("failed"),
      skipped: sum("skipped"),
    };
    this.#isChanged = true;
  }
}

/**
 * What the trial bundle would have done, beside what was done. Both fees are made from the same stay, each by its own
 * bundle's tariff. Throws where the trial bundle cannot price or decide.
 */
function compare(passage: DecidedPassage, live: LoadedBundle, trial: LoadedBundle): TrialDifference | null {
  const { passageId, laneId, stamp, verdict } = passage;
  const at = correctedTime(stamp);
  if (!trial.bundle.lanes.some(({ id }) => id === laneId)) throw new Error(`the bundle on trial has no lane ${laneId}`);
  const stay = verdict.priced === null ? null : recordedStay(verdict.priced.stay);
  const quote = stay === null ? null : priceStay(trial.tariff, stay);
  const { decision, ruleId, reason } = decide(
    trial,
    totalFacts({ ...verdict.facts, ...(quote === null ? {} : feeFacts(quote, at)) }),
  );
  const after = { decision, ruleId, reason, feeMinor: quote === null ? null : quote.feeMinor };
  const done = verdict.decision;
  const feeMinor = stay === null ? null : feeBy(live, stay);
  const before = { decision: done.decision, ruleId: done.ruleId, reason: done.reason, feeMinor };
  const isSame =
    before.decision === after.decision && before.ruleId === after.ruleId && before.feeMinor === after.feeMinor;
  return isSame ? null : { passageId, laneId, at, before, after };
}

/** Null: the live bundle has no price for the stay, and its lane has said so. */
function feeBy({ tariff }: LoadedBundle, stay: Stay): number | null {
  try {
    return priceStay(tariff, stay).feeMinor;
  } catch {
    return null; // it is the bundle on trial that is looked at here
  }
}
