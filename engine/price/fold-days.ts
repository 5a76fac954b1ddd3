import { DAY_MS } from "../model/local-time.ts";
import { moveToBucket } from "./cap-meter.ts";
import type { DayPlan } from "./day-plan.ts";
import { WINDOWS_MAX } from "./meter-place.ts";
import { addBucket, addCount } from "./rhythm.ts";
import type { TimeMeter } from "./time-meter.ts";

/**
 * Days that are remembered: enough for each day of the week with holidays, and for units that fall into the rhythm of
 * the day only after weeks (50-minute units carried over a window's edge).
 */
const DAYS_MAX = 64;

type Checkpoint = ReturnType<typeof checkpoint>;

/** What a day looked like before and after, and the known days that came after it. */
type KnownDay = {
  plan: DayPlan;
  nextPlan: DayPlan;
  state: readonly number[];
  before: Checkpoint;
  after: Checkpoint;
  nexts: KnownDay[];
  /** In the present run: how often it repeats, and where it ends last. */
  rounds: number;
  lastEnd: number;
};

/**
 * Runs the meter to `until` by 24 h steps from where it stands. A day that begins in the same state as an earlier one,
 * under the same day plans and without a clock change, costs what that one cost: it is added without being walked. So
 * a long stay is hardly more work than a short one. Caps that are longer than a day see each day as one amount, which
 * gives the same total because only their sums count.
 */
export function foldDays(meter: TimeMeter, until: number): void {
  const known: KnownDay[] = [];
  let previous: KnownDay | undefined;
  let isWalked = false;
  while (until - meter.at >= DAY_MS) {
    meter.settleAll();
    const calmUntil = Math.min(until, calmEnd(meter));
    if (calmUntil - meter.at < DAY_MS) {
      meter.advanceTo(meter.at + DAY_MS);
      previous = undefined;
      continue;
    }
    const same = findDay(known, meter);
    const first: KnownDay = same ?? learnDay(meter, known, isWalked ? previous?.after : undefined);
    isWalked = same === undefined;
    if (previous !== undefined && !previous.nexts.includes(first)) previous.nexts.push(first);
    previous = same ? repeatDays(meter, same, calmUntil) : first;
  }
  meter.advanceTo(until);
}

/** Walks one day and remembers it. Where the day before was walked too, it begins as that one ended. */
function learnDay(meter: TimeMeter, known: KnownDay[], yesterday: Checkpoint | undefined): KnownDay {
  const { plan, nextPlan } = plansAt(meter);
  const state = dayState(meter);
  const before = yesterday ?? checkpoint(meter);
  meter.advanceTo(meter.at + DAY_MS);
  meter.settleAll();
  const after = checkpoint(meter);
  const day: KnownDay = { plan, nextPlan, state, before, after, nexts: [], rounds: 0, lastEnd: 0 };
  known.push(day);
  if (known.length > DAYS_MAX) known.shift();
  return day;
}

/** Adds `first` and the known days that follow it, as far as they do. Returns the last of them. */
function repeatDays(meter: TimeMeter, first: KnownDay, calmUntil: number): KnownDay {
  const { planner } = meter.table;
  const fromAt = meter.at;
  let day = meter.cursor.moveToDay(fromAt, 0);
  const repeated: KnownDay[] = [];
  let last = first;
  let next: KnownDay | undefined = first;
  let { nextPlan } = first;
  while (next !== undefined && calmUntil - meter.at >= DAY_MS) {
    last = next;
    meter.at += DAY_MS;
    day += 1;
    // Also a day that is no longer remembered may follow one that is.
    if (last.rounds === 0) repeated.push(last);
    last.rounds += 1;
    last.lastEnd = meter.at;
    const plan = nextPlan;
    nextPlan = planner.planOf(day + 1);
    next = nextUnder(last, plan, nextPlan);
  }
  for (const one of repeated) addRounds(meter, one, fromAt);
  meter.steps += 1;
  for (let i = 0; i < meter.counted.length; i += 1) meter.counted[i] = last.after.counted[i]!;
  meter.continueIn(last.after.place, meter.at - last.after.at);
  for (let i = 0; i < meter.dayMeters.length; i += 1) {
    const capMeter = meter.dayMeters[i]!;
    capMeter.raw = last.after.caps[i]!.raw;
    moveToBucket(capMeter, meter.cursor, meter.span.stay.entryAt, meter.at);
  }
  return last;
}

/** The day that follows a known one where it lies under these plans. */
function nextUnder({ nexts }: KnownDay, plan: DayPlan, nextPlan: DayPlan): KnownDay | undefined {
  for (let i = 0; i < nexts.length; i += 1) {
    if (nexts[i]!.plan === plan && nexts[i]!.nextPlan === nextPlan) return nexts[i];
  }
  return undefined;
}

function addRounds(meter: TimeMeter, day: KnownDay, fromAt: number): void {
  const { rounds, before, after } = day;
  day.rounds = 0;
  const shiftMs = day.lastEnd - after.at;
  if (before.sums !== undefined) meter.repeatSums(before.sums, after.sums!, { rounds, shiftMs });
  meter.passLongCaps(rounds * (after.beforeLongCaps - before.beforeLongCaps), fromAt, meter.at);
  for (let i = 0; i < meter.dayMeters.length; i += 1) {
    const capMeter = meter.dayMeters[i]!;
    const was = before.caps[i]!;
    const is = after.caps[i]!;
    capMeter.takenOff += rounds * (is.takenOff - was.takenOff);
    capMeter.times += rounds * (is.times - was.times);
    if (is.toAt !== was.toAt) capMeter.toAt = Math.max(capMeter.toAt, is.toAt + shiftMs);
  }
}

/** Until when nothing happens that days do not share: a clock change, the edge of a gap, or the end of a long cap's bucket. */
function calmEnd(meter: TimeMeter): number {
  // A day that ends at such a moment would end as no other does.
  let end = Math.min(meter.cursor.nextChangeAfter(meter.at), meter.nextGapEdge()) - 1;
  for (const { endAt } of meter.longMeters) end = Math.min(end, endAt);
  // Nor is a day like others at whose end such a cap of a collection begins its next bucket: what it holds is part of the day.
  for (const { cap, endAt } of meter.dayMeters) if (cap.long) end = Math.min(end, endAt - 1);
  return end;
}

function findDay(known: readonly KnownDay[], meter: TimeMeter): KnownDay | undefined {
  if (known.length === 0) return undefined;
  const { plan, nextPlan } = plansAt(meter);
  const state = dayState(meter);
  return known.find((day) => day.plan === plan && day.nextPlan === nextPlan && equal(day.state, state));
}

/** 24 h from `at` lie in this local day and the next. */
function plansAt({ table: { planner }, cursor, at }: TimeMeter): { plan: DayPlan; nextPlan: DayPlan } {
  const day = cursor.moveToDay(at, 0);
  return { plan: planner.planOf(day), nextPlan: planner.planOf(day + 1) };
}

/** Besides the plans, everything that decides what the next 24 h cost. */
function dayState(meter: TimeMeter): number[] {
  const { table, cursor, at } = meter;
  const { collectionIndex, heldMs, windowKey } = meter.placeNow();
  const state = [cursor.wallMsAt(at) % DAY_MS, collectionIndex, meter.allowance?.stateAt(at) ?? 0, heldMs];
  // A unit that runs on over its window's edge may run back into the same window.
  if (heldMs > 0) state.push(windowKey - cursor.dayAt(at, 0).day * WINDOWS_MAX);
  for (let index = 0; index < table.collections.length; index += 1) {
    const collection = table.collections[index]!;
    const counts = collection.basis !== "period" || index === meter.collectionIndex;
    if (counts) addCount(state, collection, meter.positionOn(index));
  }
  for (const capMeter of meter.dayMeters) {
    const { cap } = capMeter;
    addBucket(state, capMeter, table.rising);
    if (!cap.daily && !cap.long) state.push((at - meter.span.stay.entryAt) % cap.lengthMs);
  }
  return state;
}

function checkpoint(meter: TimeMeter) {
  return {
    at: meter.at,
    place: meter.placeNow(),
    counted: meter.counted.slice(),
    beforeLongCaps: meter.beforeLongCaps,
    sums: meter.sums(),
    caps: meter.dayMeters.map(({ raw, takenOff, times, toAt }) => ({ raw, takenOff, times, toAt })),
  };
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return a.length === b.length;
}
