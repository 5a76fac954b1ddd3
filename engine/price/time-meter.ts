import { DAY_MS } from "../model/local-time.ts";
import { type CapMeter, makeCapMeter, moveToBucket, passCap, takeCapLine } from "./cap-meter.ts";
import type { ClockCursor, Place } from "./clock-cursor.ts";
import { type Allowance, allowanceOf } from "./free-allowance.ts";
import { type LadderLine, unitEndAt, unitsAt } from "./ladder.ts";
import { Ledger } from "./ledger.ts";
import { ELSEWHERE, endingAt, FREE, type MeterPlace, placeOf, WINDOWS_MAX, windowKey } from "./meter-place.ts";
import type { PreparedCollection, PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Stay } from "./stay.ts";
import type { TimeSpans } from "./time-spans.ts";

/** The paid time `[from, to)` of a stay, less the gaps that something else prices. */
export type Span = { stay: Stay; from: number; to: number; gaps: TimeSpans };

const NEVER = Number.POSITIVE_INFINITY;
const NO_METERS: CapMeter[] = [];

/**
 * Runs along a stay and adds up what its time costs. It stops only where something changes: at a cut of the day plan
 * and at the end of a cap's bucket. Between two stops the price is one subtraction on the ladder, however many units
 * lie between them.
 */
export class TimeMeter {
  readonly table: PreparedTable;
  readonly span: Span;
  readonly cursor: ClockCursor;
  readonly ledger: Ledger;
  readonly lines: ScaledLine[] = [];
  /** Caps of the table that fit into a day, caps that do not, and the caps of each collection. */
  readonly dailyMeters: CapMeter[];
  readonly longMeters: CapMeter[];
  readonly collectionMeters: CapMeter[][];
  /** All but the long ones. */
  readonly dayMeters: CapMeter[];
  /** Lines for each occurrence of a period, or sums over the whole stay. */
  readonly itemised: boolean;

  readonly allowance: Allowance | undefined;

  at: number;
  total = 0;
  /** What has gone through the caps of a day, before longer caps. */
  beforeLongCaps = 0;
  /** Stops made: the measure of work. */
  steps = 0;
  /** Index of the collection in force; below 0 where time costs nothing. */
  collectionIndex = FREE;
  occurrenceFrom = 0;
  /** Past a boundary, waiting for the unit that it cut to run out. */
  held = false;
  /** Time that counted so far on each collection's own count. */
  counted: number[];
  #occurrence = 0;
  #windowKey = Number.NaN;
  #pieceEndAt = Number.NEGATIVE_INFINITY;
  /** Where the table chooses once: the same place for the whole stay. */
  readonly #chosen: Place | undefined;
  /** The first gap that is not over. */
  #gap = 0;

  constructor(table: PreparedTable, span: Span, options: { cursor: ClockCursor; itemised: boolean }) {
    this.table = table;
    this.span = span;
    this.itemised = options.itemised;
    this.at = span.from;
    this.cursor = options.cursor;
    this.ledger = new Ledger(table);
    this.dailyMeters = table.dailyCaps.map((cap) => makeCapMeter(cap));
    this.longMeters = table.longCaps.map((cap) => makeCapMeter(cap));
    this.collectionMeters = table.collections.map(({ caps, source }) =>
      caps.map((cap) => makeCapMeter(cap, source.name)),
    );
    this.dayMeters = [...this.dailyMeters, ...this.collectionMeters.flat()];
    this.allowance = allowanceOf(table.source.freeAllowance, span.stay, this.cursor);
    this.counted = table.collections.map(() => 0);
    this.#chosen = this.#chooseOnce();
  }

  /** Prices everything from `at` up to `until`. */
  advanceTo(until: number): void {
    while (this.at < until) {
      this.settle();
      let next = Math.min(until, this.#pieceEndAt);
      for (const meter of this.dailyMeters) next = Math.min(next, meter.endAt);
      for (const meter of this.longMeters) next = Math.min(next, meter.endAt);
      for (const meter of this.#ownMeters()) next = Math.min(next, meter.endAt);
      this.#charge(next);
      this.at = next;
      this.steps += 1;
    }
  }

  /** Puts the period and the buckets that hold at `at` in force. */
  settle(): void {
    if (this.at >= this.#pieceEndAt) this.#enterPiece();
    for (const meter of this.dailyMeters) this.#roll(meter);
    for (const meter of this.longMeters) this.#roll(meter);
    for (const meter of this.#ownMeters()) this.#roll(meter);
  }

  /** As `settle`, for the caps of collections that are not in force too. */
  settleAll(): void {
    this.settle();
    for (const meters of this.collectionMeters) for (const meter of meters) this.#roll(meter);
  }

  /** Takes out what is still open. */
  finish(): void {
    if (this.itemised) this.#closeOccurrence();
    else for (const collection of this.table.collections) this.ledger.take(collection, this.lines);
    for (const meters of this.collectionMeters) for (const meter of meters) takeCapLine(meter, this.lines);
    for (const meter of this.dailyMeters) takeCapLine(meter, this.lines);
    for (const meter of this.longMeters) takeCapLine(meter, this.lines);
  }

  /** Where `at` lies on the count of a collection. */
  positionOn(index: number): number {
    const basis = this.table.collections[index]!.basis;
    if (basis === "collection") return this.counted[index]!;
    return this.at - (basis === "stay" ? this.span.from : this.occurrenceFrom);
  }

  /** Passes an amount through the caps that are longer than a day, into the total. */
  passLongCaps(amount: number, fromAt: number, toAt: number): void {
    this.beforeLongCaps += amount;
    let left = amount;
    for (const meter of this.longMeters) left = passCap(meter, left, fromAt, toAt);
    this.total += left;
  }

  /** Where in which occurrence the meter stands, and how long a unit still runs past its boundary. */
  placeNow(): MeterPlace {
    const { collectionIndex, occurrenceFrom, held } = this;
    const heldMs = held ? this.#pieceEndAt - this.at : 0;
    return { collectionIndex, occurrenceFrom, heldMs, windowKey: this.#windowKey };
  }

  /** Goes on where `place` was, `laterMs` later: whole days, which were not walked. */
  continueIn(place: MeterPlace, laterMs: number): void {
    this.collectionIndex = place.collectionIndex;
    this.occurrenceFrom = place.occurrenceFrom + laterMs;
    this.held = place.heldMs > 0;
    if (this.held) {
      this.#pieceEndAt = this.at + place.heldMs;
      this.#windowKey = place.windowKey < 0 ? place.windowKey : place.windowKey + (laterMs / DAY_MS) * WINDOWS_MAX;
      return;
    }
    const now = this.#place();
    this.#pieceEndAt = now.endAt;
    this.#windowKey = windowKey(now);
  }

  /** One collection for the whole stay, where there is no choice or the table chooses once. */
  #chooseOnce(): Place | undefined {
    const selection = this.table.source.periodSelection ?? "segment";
    if (!this.table.alwaysOne && selection === "segment") return undefined;
    const at = selection === "exitTime" ? this.span.to : this.span.stay.entryAt;
    const collection = this.table.alwaysOne ? 0 : this.cursor.placeAt(this.table.planner, at).cut.collection;
    return placeOf(collection, NEVER);
  }

  /** What holds at `at`: a gap, free minutes of an allowance, or what the plan of the day says. */
  #place(): Place {
    const { at, allowance } = this;
    const gapFrom = this.nextGapEdge();
    const inGap = this.#gap < this.span.gaps.length && this.span.gaps[this.#gap]!.fromAt <= at;
    if (inGap) return placeOf(ELSEWHERE, gapFrom);
    let place = this.#chosen ?? this.cursor.placeAt(this.table.planner, at);
    if (allowance !== undefined) {
      const { free, endAt } = allowance.at(at);
      place = free ? placeOf(FREE, endAt) : endingAt(place, endAt);
    }
    return endingAt(place, gapFrom);
  }

  /** When the next gap begins, or the present one ends. */
  nextGapEdge(): number {
    const { gaps } = this.span;
    while (this.#gap < gaps.length && gaps[this.#gap]!.toAt <= this.at) this.#gap += 1;
    const gap = gaps[this.#gap];
    if (gap === undefined) return NEVER;
    return gap.fromAt > this.at ? gap.fromAt : gap.toAt;
  }

  #enterPiece(): void {
    const place = this.#place();
    const key = windowKey(place);
    if (place.cut.collection === this.collectionIndex && key === this.#windowKey) {
      this.#pieceEndAt = place.endAt;
      this.held = false;
      return;
    }
    const runsOnFor = this.#runsOnFor();
    if (runsOnFor > 0) {
      this.#pieceEndAt = this.at + runsOnFor;
      this.held = true;
      return;
    }
    if (this.itemised) this.#closeOccurrence();
    this.collectionIndex = place.cut.collection;
    this.#windowKey = key;
    this.#occurrence += 1;
    this.occurrenceFrom = this.at;
    this.#pieceEndAt = place.endAt;
    this.held = false;
    for (const meter of this.#ownMeters()) if (meter.cap.source.scope === "period") meter.raw = 0;
  }

  /** How long the unit under way still runs, where units carry over a boundary. */
  #runsOnFor(): number {
    if (this.held || this.collectionIndex < 0 || this.table.source.unitAtBoundary !== "carry") return 0;
    const position = this.positionOn(this.collectionIndex);
    return unitEndAt(this.table.collections[this.collectionIndex]!.ladder, position) - position;
  }

  #charge(until: number): void {
    const index = this.collectionIndex;
    const collection = this.table.collections[index];
    if (collection === undefined) return;
    const start = this.positionOn(index);
    const end = start + (until - this.at);
    if (collection.basis === "collection") this.counted[index] = end;
    let amount = this.#chargeLines(collection, start, end, until);
    for (const meter of this.#ownMeters()) amount = passCap(meter, amount, this.at, until);
    for (const meter of this.dailyMeters) amount = passCap(meter, amount, this.at, until);
    this.passLongCaps(amount, this.at, until);
  }

  #chargeLines(collection: PreparedCollection, start: number, end: number, until: number): number {
    const { ladder, slot, minimum } = collection;
    const occurrence = this.#occurrence;
    let amount = 0;
    let owedBefore = 0;
    for (let i = 0; i < ladder.lines.length; i += 1) {
      const line = ladder.lines[i]!;
      const before = unitsAt(ladder, line, start);
      const units = unitsAt(ladder, line, end) - before;
      if (units === 0 && (end <= line.startMs || start >= line.endMs)) continue;
      amount += units * line.amount;
      owedBefore += before * line.amount;
      const inRound = ladder.resetMs === 0 || end <= ladder.resetMs;
      const fromAt = inRound ? this.#lineFrom(line, start) : this.at;
      const toAt = inRound ? this.at + Math.min(end, line.endMs) - start : until;
      this.ledger.add(slot + i, { units, amount: units * line.amount, fromAt, toAt, occurrence });
    }
    if (minimum === 0) return amount;
    const owed = owedBefore + amount;
    const more = missing(minimum, owed) - missing(minimum, owedBefore);
    const lines = ladder.lines.length;
    this.ledger.add(slot + lines, { units: 0, amount: more, fromAt: this.occurrenceFrom, toAt: until, occurrence });
    return amount + more;
  }

  #lineFrom(line: LadderLine, start: number): number {
    return line.kind === "tier" ? this.occurrenceFrom : this.at + Math.max(0, line.startMs - start);
  }

  #ownMeters(): CapMeter[] {
    return this.collectionMeters[this.collectionIndex] ?? NO_METERS;
  }

  #roll(meter: CapMeter): void {
    if (this.at < meter.endAt) return;
    moveToBucket(meter, this.cursor, this.span.stay.entryAt, this.at);
    if (this.itemised) takeCapLine(meter, this.lines);
    meter.raw = meter.index === 1 ? this.#paidBefore(meter) : 0;
  }

  /** What earlier visits paid into the first bucket, where the cap counts them. */
  #paidBefore({ cap: { source, resetAt } }: CapMeter): number {
    if (source.scope !== "calendarDay" || source.acrossVisits !== true) return 0;
    const dayOf = (at: number) => this.cursor.dayAt(at, resetAt).day;
    const day = dayOf(this.span.stay.entryAt);
    const visits = (this.span.stay.previousVisits ?? []).filter(({ entryAt }) => dayOf(entryAt) === day);
    return visits.reduce((sum, { feePaidMinor }) => sum + feePaidMinor * this.table.scale, 0);
  }

  #closeOccurrence(): void {
    const collection = this.table.collections[this.collectionIndex];
    const charged = this.lines.length;
    if (collection) this.ledger.take(collection, this.lines);
    const free =
      this.lines.length === charged &&
      this.at > this.occurrenceFrom &&
      this.#occurrence > 0 &&
      this.collectionIndex !== ELSEWHERE;
    if (free) this.lines.push(freeLine(this.occurrenceFrom, this.at, collection?.source.name));
    for (const meter of this.#ownMeters()) if (meter.cap.source.scope === "period") takeCapLine(meter, this.lines);
  }
}

function freeLine(fromAt: number, toAt: number, label: string | undefined): ScaledLine {
  return { kind: "free", fromAt, toAt, ...(label !== undefined && { label }), amount: 0 };
}

/** What is missing to the least that an occurrence costs, once anything is owed. */
function missing(minimum: number, owed: number): number {
  return owed > 0 ? Math.max(0, minimum - owed) : 0;
}
