import { correctedTime, isStayApart } from "#contracts/record-body.ts";
import { canonicalJson } from "../compile/canonical-json.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import type { QuotedFee } from "../decide/fee-facts.ts";
import { DAY_MS } from "../model/local-time.ts";
import { ClockCursor } from "../price/clock-cursor.ts";
import type { RecordedPassage } from "./recorded-passage.ts";
import { recordedStay } from "./recorded-stay.ts";
import type { PassageChange, ReplayResult } from "./replay-result.ts";
import { ReplayTally } from "./replay-tally.ts";
import { type Obstacle, ReplayedBundle } from "./replayed-bundle.ts";
import { SharedFacts } from "./shared-facts.ts";

export type ReplayOptions = {
  /** How many of the largest changes the result names. Default 50. */
  readonly largestMax?: number;
  /**
   * A fact that is absent from a record counts as unknown instead of leaving the passage out. Right where the edge that
   * recorded it knew the fact: edges leave out what they did not know and no rule of theirs read.
   */
  readonly absentIsUnknown?: boolean;
};

/** A replay under way: the caller hands in passages at its own pace, shows progress, and stops when it likes. */
export type Replay = {
  /** Decides and prices one passage by both bundles. Gives the change, null when nothing changes or it is left out. */
  readonly add: (passage: RecordedPassage) => PassageChange | null;
  /** What has been found so far. */
  readonly result: () => ReplayResult;
};

/**
 * What would have changed if `after` had been in force instead of `before`: every recorded passage is decided by both,
 * and every stay priced by both tariffs. Drivers are taken to behave as they did: nobody comes, stays or pays otherwise
 * because of the other price. Facts are those of the record; only the fee is made anew, from each bundle's own quote.
 * Money counts for stays that ended with the car let out, so that a car that was quoted twice counts once.
 */
export function createReplay(before: LoadedBundle, after: LoadedBundle, options: ReplayOptions = {}): Replay {
  const { largestMax = 50, absentIsUnknown = false } = options;
  const facts = new SharedFacts([before, after]);
  const sides = { facts, before: new ReplayedBundle(before, facts), after: new ReplayedBundle(after, facts) };
  const tally = new ReplayTally(largestMax);
  const run = new ReplayRun(sides, tally, absentIsUnknown);
  const hasOneCurrency = before.bundle.tariff.currency === after.bundle.tariff.currency;
  return { add: (passage) => run.add(passage), result: () => tally.result(hasOneCurrency) };
}

/** A change that was found, or how many passages have been read. */
export type ReplayStep =
  | { readonly kind: "changed"; readonly change: PassageChange }
  | { readonly kind: "progress"; readonly passages: number };

const progressEvery = 1_000;

/**
 * As {@link createReplay} over a whole stream of passages. Yields each change and, now and then, how far it has come; the
 * caller may stop between any two steps.
 *
 * @example for (const step of replay(passages, v41, v42)) if (step.kind === "progress" && isCancelled()) break;
 */
export function* replay(
  passages: Iterable<RecordedPassage>,
  before: LoadedBundle,
  after: LoadedBundle,
  options: ReplayOptions = {},
): Generator<ReplayStep, ReplayResult> {
  const { add, result } = createReplay(before, after, options);
  let read = 0;
  for (const passage of passages) {
    const change = add(passage);
    read += 1;
    if (change !== null) yield { kind: "changed", change };
    if (read % progressEvery === 0) yield { kind: "progress", passages: read };
  }
  return result();
}

type Sides = { readonly facts: SharedFacts; readonly before: ReplayedBundle; readonly after: ReplayedBundle };

class ReplayRun {
  readonly #sides: Sides;
  readonly #tally: ReplayTally;
  readonly #absentIsUnknown: boolean;
  readonly #cursor: ClockCursor;
  /** Both bundles price alike: often only rules have changed. */
  readonly #isOneTariff: boolean;

  constructor(sides: Sides, tally: ReplayTally, absentIsUnknown: boolean) {
    this.#sides = sides;
    this.#tally = tally;
    this.#absentIsUnknown = absentIsUnknown;
    this.#cursor = new ClockCursor(sides.before.loaded.bundle.clock);
    this.#isOneTariff = pricing(sides.before) === pricing(sides.after);
  }

  add(passage: RecordedPassage): PassageChange | null {
    const { before, after } = this.#sides;
    const tally = this.#tally;
    const { body } = passage;
    tally.passages += 1;
    if (body.basis !== "rules") return tally.leaveOut("notByRules");
    if (!before.laneIds.has(body.laneId) || !after.laneIds.has(body.laneId)) return tally.leaveOut("laneMissing");
    const quotes = this.#quotes(passage);
    if (quotes === null) return null;
    const at = correctedTime(body.stamp);
    const car = { passage, facts: this.#sides.facts.load(passage), at };
    const valuesBefore = before.values(car, quotes.before, this.#absentIsUnknown);
    const valuesAfter = after.values(car, quotes.after, this.#absentIsUnknown);
    if (!Array.isArray(valuesBefore)) return this.#stopped(valuesBefore);
    if (!Array.isArray(valuesAfter)) return this.#stopped(valuesAfter);
    const placeBefore = before.decidingPlace(valuesBefore);
    const placeAfter = after.decidingPlace(valuesAfter);
    return this.#count(passage, at, quotes, { before: placeBefore, after: placeAfter });
  }

  /** Both quotes; null when the passage is left out. Both are null where no stay ends. */
  #quotes({ body }: RecordedPassage): Quotes | null {
    const { before, after } = this.#sides;
    const tally = this.#tally;
    if (body.stay === null) {
      const wasQuoted = (body.facts["fee.total"] ?? null) !== null;
      return wasQuoted ? tally.leaveOut("stayMissing") : noQuotes;
    }
    if (isStayApart(body.stay)) return tally.leaveOut("erased");
    const stay = recordedStay(body.stay);
    if (stay === null) return tally.leaveOut("stayUnreadable");
    const first = before.quote(stay);
    const second = this.#isOneTariff ? first : after.quote(stay);
    const failed = typeof first === "string" ? first : typeof second === "string" ? second : null;
    if (failed !== null) {
      tally.quoteError(failed);
      return tally.leaveOut("quoteFailed");
    }
    return { before: first as QuotedFee, after: second as QuotedFee, endedAt: stay.exitAt };
  }

  #stopped(obstacle: Obstacle): null {
    if (obstacle.why === "factMissing") this.#tally.lacks(obstacle.fact);
    return this.#tally.leaveOut(obstacle.why);
  }

  #count(
    { body }: RecordedPassage,
    at: number,
    quotes: Quotes,
    places: { readonly before: number; readonly after: number },
  ): PassageChange | null {
    const { before, after } = this.#sides;
    const tally = this.#tally;
    const kindBefore = before.kindOf(places.before);
    const kindAfter = after.kindOf(places.after);
    tally.replayed += 1;
    tally.outcome(kindBefore, kindAfter);
    if (kindBefore !== body.decision.decision) tally.unlikeRecord += 1;
    const feeBefore = quotes.before === null ? 0 : quotes.before.feeMinor;
    const feeAfter = quotes.after === null ? 0 : quotes.after.feeMinor;
    if (quotes.before !== null && body.decision.decision === "release") {
      tally.money(body.lotId, this.#dayOf(quotes.endedAt), feeBefore, feeAfter);
    }
    if (kindBefore === kindAfter && feeBefore === feeAfter) {
      const isSame =
        before.ruleIdOf(places.before) === after.ruleIdOf(places.after) &&
        before.reasonOf(places.before) === after.reasonOf(places.after);
      if (!isSame) tally.sameByAnotherRule += 1;
      return null;
    }
    const { passageId, lotId, laneId } = body;
    const change = {
      passageId,
      lotId,
      laneId,
      at,
      before: before.outcome(places.before, quotes.before),
      after: after.outcome(places.after, quotes.after),
    };
    tally.keep(change);
    return change;
  }

  /** The local day. A tariff that asks for no time of day has a price beyond the clock table, too: there days are UTC's. */
  #dayOf(instant: number): number {
    const { from, to } = this.#cursor.clock;
    const wallMs = instant >= from && instant < to ? this.#cursor.wallMsAt(instant) : instant;
    return Math.floor(wallMs / DAY_MS);
  }
}

function pricing({ loaded }: ReplayedBundle): string {
  const { tariff, clock } = loaded.bundle;
  return canonicalJson({ tariff, clock });
}

type Quotes = {
  readonly before: QuotedFee | null;
  readonly after: QuotedFee | null;
  /** When the stay ended. */
  readonly endedAt: number;
};

const noQuotes: Quotes = { before: null, after: null, endedAt: 0 };
