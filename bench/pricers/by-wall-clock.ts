import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Stay } from "#engine/price/stay.ts";
import { DAY, HOUR, MINUTE, WallClock, weekday } from "./wall-clock.ts";

type MakePricer = (clock: ClockTable) => (stay: Stay) => number;

const HALF_HOUR = 30 * MINUTE;

/** Tariffs whose price depends on the time of day or the day of the week. */
export const byWallClock: Readonly<Record<string, MakePricer>> = {
  "cn-beijing-road-class1": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      let fee = 0;
      let at = entryAt;
      while (at < exitAt) {
        const minute = clock.minuteOfDay(at);
        const end = Math.min(exitAt, clock.next(at, [420, 1_140]));
        if (minute >= 420 && minute < 1_140) {
          const units = Math.floor((end - at) / (15 * MINUTE));
          fee += units <= 4 ? units * 250 : 1_000 + (units - 4) * 375;
        } else fee += Math.floor((end - at) / (2 * HOUR)) * 100;
        at = end;
      }
      return fee;
    };
  },

  "jp-coin-night-max": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      let fee = 0;
      let ofDay = 0;
      let dayEnd = entryAt + DAY;
      let at = entryAt;
      while (at < exitAt) {
        const minute = clock.minuteOfDay(at);
        const most = minute >= 1_200 || minute < 480 ? 500 : Number.POSITIVE_INFINITY;
        const end = Math.min(exitAt, clock.next(at, [480, 1_200]));
        let charged = 0;
        if (dayEnd < end) {
          charged = Math.min(most, Math.ceil((dayEnd - at) / HALF_HOUR) * 100);
          fee += Math.min(900, ofDay + charged);
          ofDay = 0;
          dayEnd += DAY;
        }
        ofDay += Math.min(most, Math.ceil((end - at) / HALF_HOUR) * 100) - charged;
        at = end;
        if (at === dayEnd) {
          fee += Math.min(900, ofDay);
          ofDay = 0;
          dayEnd += DAY;
        }
      }
      return fee + Math.min(900, ofDay);
    };
  },

  "jp-aeon-laketown": (table) => {
    const clock = new WallClock(table);
    const holiday = Date.UTC(2025, 4, 5) / DAY;
    return ({ entryAt, exitAt, validations }) => {
      const free = validations?.includes("cinema") ? 360 : 300;
      return chargedDays(clock, entryAt + free * MINUTE, exitAt, (day) =>
        weekday(day) > 5 || day === holiday ? 0 : { unitMs: HALF_HOUR, unit: 100 },
      );
    };
  },

  "nz-jellicoe-street": (table) => {
    const clock = new WallClock(table);
    const holiday = Date.UTC(2025, 5, 2) / DAY;
    return ({ entryAt, exitAt }) =>
      chargedDays(clock, entryAt + HOUR, exitAt, (day) => (weekday(day) === 7 || day === holiday ? sunday : workday));
  },

  "my-c180-basement": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      const minute = clock.minuteOfDay(entryAt);
      const isDay = minute >= 361 && minute < 1_021;
      const first = isDay ? 200 : 300;
      const cap = isDay ? 500 : 600;
      let fee = 0;
      let before = 0;
      let at = entryAt;
      while (at < exitAt) {
        at = Math.min(exitAt, clock.next(at, [360]));
        const sofar = first + Math.max(0, Math.ceil((at - entryAt) / HOUR) - 4) * 100;
        fee += Math.min(cap, sofar - before);
        before = sofar;
      }
      return fee;
    };
  },

  "de-zweibruecken": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      let fee = 0;
      let at = entryAt;
      while (at < exitAt) {
        const end = Math.min(exitAt, clock.next(at, [420, 780, 1_170]));
        fee += Math.min(300, Math.ceil((end - at) / HALF_HOUR) * 50);
        at = end;
      }
      return fee;
    };
  },

  "us-santa-rosa-3rd-street": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      let fee = 0;
      let ofDay = 0;
      let at = entryAt + HOUR;
      let paidFrom = at;
      let charged = 0;
      while (at < exitAt) {
        const minute = clock.minuteOfDay(at);
        const isWorkday = weekday(clock.day(at)) <= 5;
        const end = Math.min(exitAt, clock.next(at, isWorkday ? [0, 60, 360] : [0]));
        if (isWorkday && minute >= 60 && minute < 360) {
          paidFrom = end;
          charged = 0;
        } else {
          const sofar = Math.ceil((end - paidFrom) / HOUR) * 100;
          ofDay += sofar - charged;
          charged = sofar;
        }
        at = end;
        if (clock.wall(at) % DAY === 0) {
          fee += Math.min(1_000, ofDay);
          ofDay = 0;
        }
      }
      return fee + Math.min(1_000, ofDay);
    };
  },

  "au-secure-early-bird": (table) => {
    const clock = new WallClock(table);
    return ({ entryAt, exitAt }) => {
      const casual = casualPrice(exitAt - entryAt);
      if (casual <= 1_200) return casual;
      const entered = clock.wall(entryAt);
      const entryDay = Math.floor(entered / DAY);
      const entry = (entered % DAY) / MINUTE;
      const left = clock.wall(exitAt);
      const days = Math.floor(left / DAY) - entryDay;
      const exit = (left % DAY) / MINUTE;
      if (entry >= 1_020 && (days === 0 || (days === 1 && exit <= 300))) return 1_200;
      const isEarly = entry >= 360 && entry <= 600 && weekday(entryDay) <= 5;
      return isEarly && days === 0 && exit >= 900 && exit <= 1_140 ? Math.min(casual, 2_200) : casual;
    };
  },
};

type Rate = { readonly unitMs: number; readonly unit: number };

const sunday: Rate = { unitMs: HOUR, unit: 200 };
const workday: Rate = { unitMs: HOUR, unit: 600 };

/** Started units by the kind of day; days of one kind run on into each other. */
function chargedDays(clock: WallClock, from: number, to: number, rateOf: (day: number) => Rate | 0): number {
  if (to <= from) return 0;
  let fee = 0;
  let at = from;
  let since = from;
  let rate = rateOf(clock.day(from));
  for (;;) {
    const end = Math.min(to, clock.next(at, [0]));
    const next = end < to ? rateOf(clock.day(end)) : null;
    if (
      next !== rate &&
      (next === null || typeof next !== typeof rate || next === 0 || rate === 0 || next.unit !== rate.unit)
    ) {
      if (rate !== 0) fee += Math.ceil((end - since) / rate.unitMs) * rate.unit;
      since = end;
      if (next === null) return fee;
      rate = next;
    }
    at = end;
  }
}

function casualPrice(ms: number): number {
  const days = Math.floor(ms / DAY);
  const rest = ms - days * DAY;
  return days * 6_000 + casualDay(rest);
}

function casualDay(ms: number): number {
  if (ms <= 0) return 0;
  if (ms <= 30 * MINUTE) return 1_000;
  if (ms <= HOUR) return 2_000;
  if (ms <= 2 * HOUR) return 3_500;
  return ms <= 3 * HOUR ? 4_800 : 6_000;
}
