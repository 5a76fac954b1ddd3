import { DAY_MS } from "../model/local-time.ts";
import { moveToBucket } from "./cap-meter.ts";
import type { DayPlan } from "./day-plan.ts";
import { steadyPosition } from "./ladder.ts";
import type { TimeMeter } from "./time-meter.ts";

/** Days that are remembered: enough for each day of the week with a holiday or two. */
const DAYS_MAX = 16;

type DayState = readonly (number | DayPlan)[];
type Checkpoint = ReturnType<typeof checkpoint>;
type KnownDay = { state: DayState; before: Checkpoint; after: Checkpoint; repeatsItself: boolean };

/**
 * Runs the meter to `until` by 24 h steps from where it stands. A day that begins in the same state as an earlier one,
 * under the same day plans and without a clock change, costs what that one cost: it is added without being walked. So
 * a long stay is hardly more work than a short one. Caps that are longer than a day see each day as one amount, which
 * gives the same total because only their sums count.
 */
export function foldDays(meter: TimeMeter, until: number): void {
  const known: KnownDay[] = [];
  while (until - meter.at >= DAY_MS) {
    meter.settleAll();
    const calmUntil = Math.min(until, calmEnd(meter));
    if (meter.held || !meter.table.foldable || calmUntil - meter.at < DAY_MS) {
      meter.advanceTo(meter.at + DAY_MS);
      continue;
    }
    const state = dayState(meter);
    const same = known.find((day) => equal(day.state, state));
    if (same) repeatDay(meter, same, same.repeatsItself ? Math.floor((calmUntil - meter.at) / DAY_MS) : 1);
    else learnDay(meter, state, known);
  }
  meter.advanceTo(until);
}

function learnDay(meter: TimeMeter, state: DayState, known: KnownDay[]): void {
  const before = checkpoint(meter);
  meter.advanceTo(meter.at + DAY_MS);
  meter.settleAll();
  if (meter.held) return;
  const repeatsItself = meter.table.planner.uniform && equal(state, dayState(meter));
  known.push({ state, before, after: checkpoint(meter), repeatsItself });
  if (known.length > DAYS_MAX) known.shift();
}

function repeatDay(meter: TimeMeter, { before, after }: KnownDay, days: number): void {
  const fromAt = meter.at;
  meter.at += days * DAY_MS;
  meter.steps += 1;
  const shiftMs = meter.at - after.at;
  meter.ledger.repeat(before.sums, after.sums, days, shiftMs);
  meter.passLongCaps(days * (after.beforeLongCaps - before.beforeLongCaps), fromAt, meter.at);
  meter.counted = [...after.counted];
  meter.continueIn(after.collectionIndex, after.occurrenceFrom + shiftMs);
  for (const [i, capMeter] of dayMeters(meter).entries()) {
    const was = before.caps[i]!;
    const is = after.caps[i]!;
    capMeter.raw = is.raw;
    capMeter.takenOff += days * (is.takenOff - was.takenOff);
    capMeter.times += days * (is.times - was.times);
    if (is.toAt !== was.toAt) capMeter.toAt = is.toAt + shiftMs;
    moveToBucket(capMeter, meter.cursor, meter.span.entryAt, meter.at);
  }
}

/** Until when nothing happens that days do not share: a clock change, or the end of a long cap's bucket. */
function calmEnd(meter: TimeMeter): number {
  return meter.longMeters.reduce((end, { endAt }) => Math.min(end, endAt), meter.cursor.nextChangeAfter(meter.at) - 1);
}

/** Everything that decides what the next 24 h cost. */
function dayState(meter: TimeMeter): DayState {
  const { table, cursor, at } = meter;
  const { day } = cursor.dayAt(at, 0);
  const state: (number | DayPlan)[] = [
    table.planner.planOf(day),
    table.planner.planOf(day + 1),
    cursor.wallMsAt(at) - day * DAY_MS,
    meter.collectionIndex,
  ];
  for (const [index, { basis, ladder }] of table.collections.entries()) {
    const counts = basis !== "period" || index === meter.collectionIndex;
    if (counts) state.push(steadyPosition(ladder, meter.positionOn(index)));
  }
  for (const { cap, raw, index } of dayMeters(meter)) {
    // A bucket that is full stays full, however much more falls into it, unless prices can fall.
    state.push(table.rising ? Math.min(raw, cap.amount) : raw, Math.min(index, cap.steadyIndex));
  }
  return state;
}

function checkpoint(meter: TimeMeter) {
  return {
    at: meter.at,
    collectionIndex: meter.collectionIndex,
    occurrenceFrom: meter.occurrenceFrom,
    counted: [...meter.counted],
    beforeLongCaps: meter.beforeLongCaps,
    sums: [...meter.ledger.sums],
    caps: dayMeters(meter).map(({ raw, takenOff, times, toAt }) => ({ raw, takenOff, times, toAt })),
  };
}

function dayMeters(meter: TimeMeter) {
  return [...meter.dailyMeters, ...meter.collectionMeters.flat()];
}

function equal(a: DayState, b: DayState): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
