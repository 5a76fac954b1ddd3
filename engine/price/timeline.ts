import { type ClockTable, toInstant } from "../model/clock-table.ts";
import { DAY_MS, type EpochDay } from "../model/local-time.ts";
import { ClockCursor } from "./clock-cursor.ts";
import type { DayPlanner } from "./day-plan.ts";
import { windowKey } from "./meter-place.ts";

/** Local days that are laid out together. */
const BLOCK_DAYS = 64;
/** Five years; a timeline that has laid out more starts over. At four windows a day a block takes 10 KB. */
const BLOCKS_MAX = 32;

/**
 * What holds when in 64 local days, as instants: clock changes are worked in. Piece `i` is `[starts[i], starts[i + 1])`;
 * each day begins a piece, and so does each cut of its plan. Pieces that follow each other in the same window are one
 * occurrence; the first may have begun before the block, the last may run on after it.
 */
export type TimelineBlock = {
  firstDay: EpochDay;
  /** How many pieces; `starts` has one more, the block's end. */
  count: number;
  starts: Float64Array;
  collections: Int32Array;
  /** See `windowKey`. */
  keys: Float64Array;
  /** The first piece of the occurrence, and the one after its last. */
  begins: Int32Array;
  ends: Int32Array;
  /** By day: the piece with which it begins. */
  ofDay: Int32Array;
  /** What everything up to the start of each piece has cost; made by `TimeMeter` where it can leap. */
  sums: Float64Array | undefined;
};

/** The calendar of a table laid out along the clock: asked often, it is made block by block when it is first asked. */
export class Timeline {
  readonly #planner: DayPlanner;
  readonly #cursor: ClockCursor;
  readonly #firstBlock: number;
  readonly #endBlock: number;
  #blocks: (TimelineBlock | undefined)[] = [];
  #made = 0;

  constructor(planner: DayPlanner, clock: ClockTable) {
    this.#planner = planner;
    this.#cursor = new ClockCursor(clock);
    const dayOf = (at: number) => Math.floor(this.#cursor.wallMsAt(at) / DAY_MS);
    // Blocks that are not wholly inside the clock table, with a day to spare, are not laid out.
    this.#firstBlock = Math.ceil((dayOf(clock.from) + 2) / BLOCK_DAYS);
    this.#endBlock = Math.floor((dayOf(clock.to - 1) - 2) / BLOCK_DAYS);
  }

  /** The block that holds a moment by what the clock on the wall shows (ms); none at the ends of the clock table. */
  blockAt(wallMs: number): TimelineBlock | undefined {
    const number = Math.floor(wallMs / (BLOCK_DAYS * DAY_MS));
    const known = this.#blocks[number - this.#firstBlock];
    if (known !== undefined) return known;
    return number < this.#firstBlock || number >= this.#endBlock ? undefined : this.#make(number);
  }

  #make(number: number): TimelineBlock {
    if (this.#made >= BLOCKS_MAX) {
      this.#blocks = [];
      this.#made = 0;
    }
    this.#made += 1;
    const block = layOut(this.#planner, this.#cursor, number * BLOCK_DAYS);
    this.#blocks[number - this.#firstBlock] = block;
    return block;
  }
}

/** The piece of the block that holds `at`, a moment that is not before the block. */
export function pieceAt({ firstDay, ofDay, starts, count }: TimelineBlock, wallMs: number, at: number): number {
  // Where a change repeats the hour around midnight the day has begun before the wall clock says so.
  let index = ofDay[Math.floor(wallMs / DAY_MS) - firstDay]!;
  while (index + 1 < count && starts[index + 1]! <= at) index += 1;
  return index;
}

function layOut(planner: DayPlanner, cursor: ClockCursor, firstDay: EpochDay): TimelineBlock {
  const to = toInstant(cursor.clock, firstDay + BLOCK_DAYS, 0);
  const starts: number[] = [];
  const collections: number[] = [];
  const keys: number[] = [];
  const begins: number[] = [];
  const ofDay = new Int32Array(BLOCK_DAYS);
  let day = firstDay - 1;
  for (let at = toInstant(cursor.clock, firstDay, 0); at < to; ) {
    const place = cursor.placeAt(planner, at);
    const key = windowKey(place);
    const goesOn = place.cut.collection === collections.at(-1) && key === keys.at(-1);
    for (; day < place.day; day += 1) ofDay[day + 1 - firstDay] = starts.length;
    begins.push(goesOn ? begins.at(-1)! : starts.length);
    starts.push(at);
    collections.push(place.cut.collection);
    keys.push(key);
    at = place.endAt;
  }
  const count = starts.length;
  const ends = new Int32Array(count);
  for (let i = count - 1; i >= 0; i -= 1) ends[i] = begins[i + 1] === begins[i] ? ends[i + 1]! : i + 1;
  return {
    firstDay,
    count,
    starts: Float64Array.of(...starts, to),
    collections: Int32Array.from(collections),
    keys: Float64Array.from(keys),
    begins: Int32Array.from(begins),
    ends,
    ofDay,
    sums: undefined,
  };
}
