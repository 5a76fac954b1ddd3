import { type ClockTable, toInstant, toLocal } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { parseInstant } from "../model/iso-instant.ts";
import { formatLocalDate, parseLocalDate } from "../model/local-date.ts";
import { DAY_MS } from "../model/local-time.ts";
import { type ExchangeNotes, shown } from "./exchange-notes.ts";

type Asked = { clock: ClockTable; path: Diagnostic["path"]; notes: ExchangeNotes };

/**
 * The local day with which a time with an offset begins (`start`), or the first one after it (`end`). Days are all
 * that a tariff's validity knows: a time within a day is moved to its start or to its end, and the notes say so. A
 * text without an offset is UTC. "always" for a time before the clock table begins or after it ends.
 */
export function localDay(
  text: string,
  edge: "start" | "end",
  { clock, path, notes }: Asked,
): number | "always" | undefined {
  const instant = parseInstant(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  if (instant === undefined) {
    notes.error("exchange.time", path, { value: shown(text) });
    return undefined;
  }
  if (instant <= clock.from || instant >= clock.to) return "always";
  const { epochDay, minuteOfDay, second } = toLocal(clock, instant);
  if (minuteOfDay === 0 && second === 0) return epochDay;
  // The last second of a day is how some write its end.
  if (edge === "end" && minuteOfDay === 1_439 && second === 59) return epochDay + 1;
  notes.warning("exchange.timeWithinDay", path, { value: shown(text) });
  return edge === "end" ? epochDay + 1 : epochDay;
}

/** The time in UTC at which a local day (`YYYY-MM-DD`) begins; the edge of the clock table for days outside it. */
export function startOfDay(date: string, clock: ClockTable): string {
  const wallMs = parseLocalDate(date) * DAY_MS;
  if (wallMs < clock.from + DAY_MS) return utcText(clock.from);
  return utcText(wallMs > clock.to - DAY_MS ? clock.to : toInstant(clock, parseLocalDate(date), 0));
}

/** An instant as `YYYY-MM-DDTHH:MM:SSZ`. */
export function utcText(instant: number): string {
  const day = Math.floor(instant / DAY_MS);
  const seconds = Math.floor((instant - day * DAY_MS) / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${formatLocalDate(day)}T${parts.map((part) => String(part).padStart(2, "0")).join(":")}Z`;
}
