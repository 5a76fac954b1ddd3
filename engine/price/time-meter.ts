import { DAY_MS } from "../model/local-time.ts";
import { type CapMeter, makeCapMeter, moveToBucket, passCap, resetCapMeter, takeCapLine } from "./cap-meter.ts";
import { chargeLines, owedBetween, type Stretch } from "./charge-lines.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import { findLeap } from "./find-leap.ts";
import { type Allowance, allowanceOf } from "./free-allowance.ts";
import { unitEndAt } from "./ladder.ts";
import { Ledger } from "./ledger.ts";
import { ELSEWHERE, FREE, type MeterPlace, WHOLE_DAYS, WINDOWS_MAX, windowKey } from "./meter-place.ts";
import type { PreparedCollection, PreparedTable } from "./prepare-table.ts";
import type { ScaledLine } from "./quote.ts";
import type { Detail, Span } from "./span.ts";
import { pieceAt, type TimelineBlock } from "./timeline.ts";

const NEVER = Number.POSITIVE_INFINITY;
const NO_METERS: readonly CapMeter[] = [];
/** No collection has been chosen for the whole stay: each moment has its own. */
const BY_MOMENT = -3;

/**
 * Runs along a stay and adds up what its time costs. It stops only where something changes: at a cut of the day plan
 * and at the end of a cap's bucket. Between two stops the price is one subtraction on the ladder, however many units
 * lie between them. `begin` makes it ready for the next stay: a table keeps one meter for all its quotes.
 * A new meter sums up.
 */
export class TimeMeter {
  readonly table: PreparedTable;
  /** Caps of the table that fit into a day, caps that do not, and the caps of each collection. */
  readonly dailyMeters: readonly CapMeter[];
  readonly longMeters: readonly CapMeter[];
  readonly collectionMeters: readonly (readonly CapMeter[])[];
  /** All but the long ones. */
  readonly dayMeters: readonly CapMeter[];
  /** Time that counted so far on each collection's own count. */
  readonly counted: number[];

  cursor: ClockCursor;
  span: Span;
  lines: ScaledLine[] = [];
  allowance: Allowance | undefined;
  at = 0;
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
  #detail: Detail = "fee";
  #ledger: Ledger | undefined;
  #occurrence = 0;
  #windowKey = Number.NaN;
  #pieceEndAt = Number.NEGATIVE_INFINITY;
  /** The first end of a bucket under way. */
  #bucketEndAt = Number.NEGATIVE_INFINITY;
  #chosen = BY_MOMENT;
  /** The first gap that is not over. */
  #gap = 0;
  /** Where `#locate` found the meter to be. */
  #placeCollection = FREE;
  #placeKey = WHOLE_DAYS;
  #placeEndAt = 0;

  constructor(table: PreparedTable, span: Span, cursor: ClockCursor) {
    this.table = table;
    this.dailyMeters = table.dailyCaps.map((cap) => makeCapMeter(cap, undefined));
    this.longMeters = table.longCaps.map((cap) => makeCapMeter(cap, undefined));
    this.collectionMeters = table.collections.map(({ caps, source }) =>
      caps.map((cap) => makeCapMeter(cap, source.name)),
    );
    this.dayMeters = [...this.dailyMeters, ...this.collectionMeters.flat()];
    this.counted = table.collections.map(() => 0);
    this.cursor = cursor;
    this.span = span;
    this.begin(span, cursor, "summed");
  }

  /** Makes the meter ready to price `span`, whatever it did before. */
  begin(span: Span, cursor: ClockCursor, detail: Detail): void {
    const { table } = this;
    this.span = span;
    this.cursor = cursor;
    this.#detail = detail;
    this.at = span.from;
    this.total = 0;
    this.beforeLongCaps = 0;
    this.steps = 0;
    this.collectionIndex = FREE;
    this.occurrenceFrom = 0;
    this.held = false;
    this.#occurrence = 0;
    this.#windowKey = Number.NaN;
    this.#pieceEndAt = Number.NEGATIVE_INFINITY;
    this.#bucketEndAt = Number.NEGATIVE_INFINITY;
    this.#gap = 0;
    for (let i = 0; i < this.longMeters.length; i += 1) resetCapMeter(this.longMeters[i]!);
    for (let i = 0; i < this.dayMeters.length; i += 1) resetCapMeter(this.dayMeters[i]!);
    for (let i = 0; i < this.counted.length; i += 1) this.counted[i] = 0;
    if (detail !== "fee") {
      this.lines = [];
      if (this.#ledger === undefined) this.#ledger = new Ledger(table);
      else this.#ledger.clear();
    }
    const { freeAllowance } = table.source;
    this.allowance = freeAllowance === undefined ? undefined : allowanceOf(freeAllowance, span.stay, cursor);
    this.#chosen = table.alwaysOne ? 0 : this.#chooseOnce();
  }

  /** Prices everything from `at` up to `until`. */
  advanceTo(until: number): void {
    while (this.at < until) {
      this.settle();
      if (this.#pieceEndAt <= until && this.at === this.occurrenceFrom && this.#leap(until)) continue;
      let next = until < this.#pieceEndAt ? until : this.#pieceEndAt;
      if (this.#bucketEndAt < next) next = this.#bucketEndAt;
      this.#charge(next);
      this.at = next;
      this.steps += 1;
    }
  }

  /** Puts the period and the buckets that hold at `at` in force. */
  settle(): void {
    if (this.at >= this.#pieceEndAt) this.#enterPiece();
    if (this.at < this.#bucketEndAt) return;
    const own = this.#ownMeters();
    this.#bucketEndAt = Math.min(this.#rollAll(this.dailyMeters), this.#rollAll(this.longMeters), this.#rollAll(own));
  }

  /** As `settle`, for the caps of collections that are not in force too. */
  settleAll(): void {
    this.settle();
    for (const meters of this.collectionMeters) this.#rollAll(meters);
  }

  /** Takes out what is still open, where there are lines. */
  finish(): void {
    if (this.#detail === "itemised") this.#closeOccurrence();
    else for (const collection of this.table.collections) this.#ledger!.take(collection, this.lines);
    for (const meters of this.collectionMeters) for (const meter of meters) takeCapLine(meter, this.lines);
    for (const meter of this.dailyMeters) takeCapLine(meter, this.lines);
    for (const meter of this.longMeters) takeCapLine(meter, this.lines);
  }

  /** The sums of all lines so far; none where there are no lines. */
  sums(): readonly number[] | undefined {
    return this.#detail === "fee" ? undefined : this.#ledger!.sums.slice();
  }

  /** Adds what `after` has over `before` another `rounds` times, the last `shiftMs` later. */
  repeatSums(before: readonly number[], after: readonly number[], repeated: { rounds: number; shiftMs: number }): void {
    this.#ledger!.repeat(before, after, repeated);
  }

  /** Where `at` lies on the count of a collection. */
  positionOn(index: number): number {
    const { basis } = this.table.collections[index]!;
    if (basis === "collection") return this.counted[index]!;
    return this.at - (basis === "stay" ? this.span.from : this.occurrenceFrom);
  }

  /** Passes an amount through the caps that are longer than a day, into the total. */
  passLongCaps(amount: number, fromAt: number, toAt: number): void {
    this.beforeLongCaps += amount;
    let left = amount;
    for (let i = 0; i < this.longMeters.length; i += 1) left = passCap(this.longMeters[i]!, left, fromAt, toAt);
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
    this.#bucketEndAt = Number.NEGATIVE_INFINITY;
    if (this.held) {
      this.#pieceEndAt = this.at + place.heldMs;
      this.#windowKey = place.windowKey < 0 ? place.windowKey : place.windowKey + (laterMs / DAY_MS) * WINDOWS_MAX;
      return;
    }
    this.#locate();
    this.#pieceEndAt = this.#placeEndAt;
    this.#windowKey = this.#placeKey;
  }

  /** One collection for the whole stay, where the table chooses once. */
  #chooseOnce(): number {
    const { selection } = this.table;
    if (selection === "segment") return BY_MOMENT;
    this.#locateInCalendar(selection === "exitTime" ? this.span.to : this.span.stay.entryAt);
    return this.#placeCollection;
  }

  /** What holds at `at`: a gap, free minutes of an allowance, or what the plan of the day says. */
  #locate(): void {
    const { at, allowance } = this;
    const gapEdge = this.span.gaps.length === 0 ? NEVER : this.nextGapEdge();
    if (this.#gap < this.span.gaps.length && this.span.gaps[this.#gap]!.fromAt <= at) {
      this.#placeCollection = ELSEWHERE;
      this.#placeKey = WHOLE_DAYS;
      this.#placeEndAt = gapEdge;
      return;
    }
    if (this.#chosen === BY_MOMENT) this.#locateInCalendar(at);
    else {
      this.#placeCollection = this.#chosen;
      this.#placeKey = WHOLE_DAYS;
      this.#placeEndAt = NEVER;
    }
    if (allowance !== undefined) {
      const { free, endAt } = allowance.at(at);
      if (free) {
        this.#placeCollection = FREE;
        this.#placeKey = WHOLE_DAYS;
      }
      this.#placeEndAt = free ? endAt : Math.min(this.#placeEndAt, endAt);
    }
    if (gapEdge < this.#placeEndAt) this.#placeEndAt = gapEdge;
  }

  #locateInCalendar(at: number): void {
    const { cursor, table } = this;
    const wallMs = cursor.wallMsAt(at);
    const block = table.timeline.blockAt(wallMs);
    const piece = block === undefined ? 0 : pieceAt(block, wallMs, at);
    if (block !== undefined && at < block.starts[block.count]!) {
      // Lines show where days end; without lines a window that runs on over midnight is one piece.
      const end = this.#detail === "fee" ? block.ends[piece]! : piece + 1;
      this.#placeCollection = block.collections[piece]!;
      this.#placeKey = block.keys[piece]!;
      this.#placeEndAt = block.starts[end]!;
      return;
    }
    const place = cursor.placeAt(table.planner, at);
    this.#placeCollection = place.cut.collection;
    this.#placeKey = windowKey(place);
    this.#placeEndAt = place.endAt;
  }

  /** When the next gap begins, or the present one ends. */
  nextGapEdge(): number {
    const { gaps } = this.span;
    while (this.#gap < gaps.length && gaps[this.#gap]!.toAt <= this.at) this.#gap += 1;
    if (this.#gap >= gaps.length) return NEVER;
    const gap = gaps[this.#gap]!;
    return gap.fromAt > this.at ? gap.fromAt : gap.toAt;
  }

  #enterPiece(): void {
    this.#locate();
    if (this.#placeCollection === this.collectionIndex && this.#placeKey === this.#windowKey) {
      this.#pieceEndAt = this.#placeEndAt;
      this.held = false;
      return;
    }
    const runsOnFor = this.#runsOnFor();
    if (runsOnFor > 0) {
      this.#pieceEndAt = this.at + runsOnFor;
      this.held = true;
      return;
    }
    if (this.#detail === "itemised") this.#closeOccurrence();
    this.collectionIndex = this.#placeCollection;
    this.#windowKey = this.#placeKey;
    this.#occurrence += 1;
    this.occurrenceFrom = this.at;
    this.#pieceEndAt = this.#placeEndAt;
    this.#bucketEndAt = Number.NEGATIVE_INFINITY;
    this.held = false;
    const own = this.#ownMeters();
    for (let i = 0; i < own.length; i += 1) if (own[i]!.cap.scope === "period") own[i]!.raw = 0;
  }

  /** How long the unit under way still runs, where units carry over a boundary. */
  #runsOnFor(): number {
    if (!this.table.carries || this.held || this.collectionIndex < 0) return 0;
    const position = this.positionOn(this.collectionIndex);
    return unitEndAt(this.table.collections[this.collectionIndex]!.ladder, position) - position;
  }

  /** Goes over all occurrences from here that are over by `until` at once. False where there is none to leap over. */
  #leap(until: number): boolean {
    if (!this.table.leaps || this.#detail !== "fee" || this.span.gaps.length > 0) return false;
    const leap = findLeap(this.table, this.cursor, this.at, until);
    if (leap === undefined) return false;
    const { block, piece, target } = leap;
    const sums = block.sums ?? this.#sumUp(block);
    const toAt = block.starts[target]!;
    this.passLongCaps(sums[target]! - sums[piece]!, this.at, toAt);
    this.at = toAt;
    this.collectionIndex = block.collections[target - 1]!;
    this.#windowKey = block.keys[target - 1]!;
    this.#pieceEndAt = toAt;
    this.steps += 1;
    return true;
  }

  /** What the occurrences of a block come to, metered one after the other. */
  #sumUp(block: TimelineBlock): Float64Array {
    const { starts, count, begins } = block;
    const [from, to] = [starts[0]!, starts[count]!];
    const stay = { entryAt: from, exitAt: to };
    const meter = new TimeMeter(this.table, { stay, from, to, gaps: [] }, this.cursor);
    const sums = new Float64Array(count);
    for (let i = 0; i < count; i += 1) {
      if (begins[i] === i) meter.advanceTo(starts[i]!);
      sums[i] = meter.beforeLongCaps;
    }
    block.sums = sums;
    return sums;
  }

  #charge(until: number): void {
    const index = this.collectionIndex;
    if (index < 0) return;
    const collection = this.table.collections[index]!;
    const start = this.positionOn(index);
    const end = start + (until - this.at);
    if (collection.basis === "collection") this.counted[index] = end;
    let amount =
      this.#detail === "fee" ? owedBetween(collection, start, end) : this.#note(collection, { start, end, until });
    const own = this.collectionMeters[index]!;
    for (let i = 0; i < own.length; i += 1) amount = passCap(own[i]!, amount, this.at, until);
    for (let i = 0; i < this.dailyMeters.length; i += 1) amount = passCap(this.dailyMeters[i]!, amount, this.at, until);
    this.passLongCaps(amount, this.at, until);
  }

  #note(collection: PreparedCollection, ends: Pick<Stretch, "start" | "end" | "until">): number {
    const { at, occurrenceFrom } = this;
    const stretch = { ...ends, at, occurrence: this.#occurrence, occurrenceFrom };
    return chargeLines(collection, stretch, this.#ledger!);
  }

  #ownMeters(): readonly CapMeter[] {
    return this.collectionIndex < 0 ? NO_METERS : this.collectionMeters[this.collectionIndex]!;
  }

  /** Moves meters whose bucket is over to the next one. Returns when the first of their buckets ends. */
  #rollAll(meters: readonly CapMeter[]): number {
    let first = NEVER;
    for (let i = 0; i < meters.length; i += 1) {
      const meter = meters[i]!;
      if (this.at >= meter.endAt) this.#roll(meter);
      if (meter.endAt < first) first = meter.endAt;
    }
    return first;
  }

  #roll(meter: CapMeter): void {
    moveToBucket(meter, this.cursor, this.span.stay.entryAt, this.at);
    if (this.#detail === "itemised") takeCapLine(meter, this.lines);
    meter.raw = meter.cap.acrossVisits && meter.index === 1 ? this.#paidBefore(meter) : 0;
  }

  /** What earlier visits paid into the first bucket, where the cap counts them. */
  #paidBefore({ cap: { resetAt } }: CapMeter): number {
    const dayOf = (at: number) => this.cursor.dayAt(at, resetAt).day;
    const day = dayOf(this.span.stay.entryAt);
    const visits = (this.span.stay.previousVisits ?? []).filter(({ entryAt }) => dayOf(entryAt) === day);
    return visits.reduce((sum, { feePaidMinor }) => sum + feePaidMinor * this.table.scale, 0);
  }

  #closeOccurrence(): void {
    const collection = this.table.collections[this.collectionIndex];
    const charged = this.lines.length;
    if (collection) this.#ledger!.take(collection, this.lines);
    const free =
      this.lines.length === charged &&
      this.at > this.occurrenceFrom &&
      this.#occurrence > 0 &&
      this.collectionIndex !== ELSEWHERE;
    if (free) this.lines.push(freeLine(this.occurrenceFrom, this.at, collection?.source.name));
    for (const meter of this.#ownMeters()) if (meter.cap.scope === "period") takeCapLine(meter, this.lines);
  }
}

/** The meter that the table keeps, at the beginning of a span. Nothing may go on with what it metered before. */
export function beginMeter(table: PreparedTable, span: Span, cursor: ClockCursor, detail: Detail): TimeMeter {
  table.meter ??= new TimeMeter(table, span, cursor);
  table.meter.begin(span, cursor, detail);
  return table.meter;
}

function freeLine(fromAt: number, toAt: number, label: string | undefined): ScaledLine {
  const line: ScaledLine = { kind: "free", fromAt, toAt, amount: 0 };
  if (label !== undefined) line.label = label;
  return line;
}
