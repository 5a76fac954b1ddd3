import type { Diagnostic } from "../model/diagnostic.ts";
import { formatLocalDate, parseLocalDate } from "../model/local-date.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";
import type { OcpiElement, OcpiPriceComponent, OcpiTariff } from "./ocpi-tariff.ts";

/** One price of an element and when it is active: all of its restrictions at that moment. */
export type OcpiPrice = {
  component: OcpiPriceComponent;
  path: Diagnostic["path"];
  /** 1 Monday to 7 Sunday. */
  daysOfWeek: readonly number[];
  /** Minutes of the day `[from, to)`. */
  windows: ReadonlyArray<readonly [from: number, to: number]>;
  fromDay: number;
  toDay: number;
  fromMinutes: number;
  toMinutes: number;
  isRestricted: boolean;
};

type Restrictions = NonNullable<OcpiElement["restrictions"]>;

const days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const unknownAtLot = ["min_kwh", "max_kwh", "min_current", "max_current", "min_power", "max_power"] as const;

/** The prices of a tariff that mean something for a parked car: those of its time, and those that are due once. */
export function ocpiPrices(tariff: OcpiTariff, notes: ExchangeNotes): { time: OcpiPrice[]; flat: OcpiPrice[] } {
  const types = tariff.elements.flatMap(({ price_components }) => price_components.map(({ type }) => type));
  // Time not charging is what a parked car spends; a tariff that knows only charging time means the time at the post.
  const timeType = types.includes("PARKING_TIME") ? "PARKING_TIME" : "TIME";
  const found = { time: [] as OcpiPrice[], flat: [] as OcpiPrice[] };
  for (const [index, { price_components, restrictions = {} }] of tariff.elements.entries()) {
    const where: Diagnostic["path"] = ["elements", index];
    const obstacle = obstacleOf(restrictions);
    for (const [place, component] of price_components.entries()) {
      const path = [...where, "price_components", place];
      const isTime = component.type === timeType;
      if (!isTime && component.type !== "FLAT") notes.lost([...path, "type"], component.type);
      else if (obstacle) notes.lost([...where, "restrictions", obstacle], obstacle);
      else {
        if (component.type === "TIME") notes.warningOnce("ocpi.timeAsParking", [...path, "type"]);
        const price = restricted({ component, path }, restrictions, { notes, where });
        if (price) found[isTime ? "time" : "flat"].push(price);
      }
    }
  }
  return found;
}

/** A restriction on what a parking lot does not know; the price behind it would be wrong without it. */
function obstacleOf(restrictions: Restrictions): string | undefined {
  if (restrictions.reservation !== undefined) return "reservation";
  return unknownAtLot.find((name) => restrictions[name] !== undefined);
}

function restricted(
  price: Pick<OcpiPrice, "component" | "path">,
  { start_time, end_time, start_date, end_date, day_of_week = [], min_duration = 0, max_duration }: Restrictions,
  { notes, where }: { notes: ExchangeNotes; where: Diagnostic["path"] },
): OcpiPrice | undefined {
  const at = (name: string) => [...where, "restrictions", name];
  const day = (date: string | undefined, name: string, otherwise: number) => {
    if (date === undefined) return otherwise;
    const epochDay = parseLocalDate(date);
    if (formatLocalDate(epochDay) === date) return epochDay;
    notes.error("exchange.time", at(name), { value: date });
    return undefined;
  };
  const minutes = (seconds: number, name: string) => {
    const whole = Math.round(seconds / 60);
    if (whole * 60 !== seconds) notes.warning("exchange.durationRounded", at(name), { value: seconds, minutes: whole });
    return whole;
  };
  const fromDay = day(start_date, "start_date", Number.NEGATIVE_INFINITY);
  const toDay = day(end_date, "end_date", Number.POSITIVE_INFINITY);
  if (fromDay === undefined || toDay === undefined) return undefined;
  const daysOfWeek = day_of_week.length === 0 ? everyDay : day_of_week.map((name) => days.indexOf(name) + 1);
  const windows = windowsOf(start_time, end_time);
  const fromMinutes = minutes(min_duration, "min_duration");
  const toMinutes = max_duration === undefined ? Number.POSITIVE_INFINITY : minutes(max_duration, "max_duration");
  const isRestricted =
    daysOfWeek.length < 7 ||
    windows !== wholeDay ||
    fromDay > Number.NEGATIVE_INFINITY ||
    toDay < Number.POSITIVE_INFINITY ||
    fromMinutes > 0 ||
    toMinutes < Number.POSITIVE_INFINITY;
  return { ...price, daysOfWeek, windows, fromDay, toDay, fromMinutes, toMinutes, isRestricted };
}

const wholeDay: OcpiPrice["windows"] = [[0, 1_440]];

/** Each moment is asked by itself, so a window over midnight is the end and the start of every day that it is on. */
function windowsOf(start: string | undefined, end: string | undefined): OcpiPrice["windows"] {
  const from = start === undefined ? 0 : minutesOf(start);
  const to = end === undefined || end === "00:00" ? 1_440 : minutesOf(end);
  if (from === to || (from === 0 && to === 1_440)) return wholeDay;
  return from < to
    ? [[from, to]]
    : [
        [0, to],
        [from, 1_440],
      ];
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
