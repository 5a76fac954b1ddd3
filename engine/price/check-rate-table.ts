import type { Cap } from "../model/cap.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-code.ts";
import type { Event, EventWindow } from "../model/event.ts";
import { DAY_MINUTES } from "../model/local-time.ts";
import type { RateTable, TimesOfDay } from "../model/rate-table.ts";

type Path = Diagnostic["path"];

/** What is wrong or doubtful in one rate table; `path` leads to it, `events` are those of its tariff. */
export function checkRateTable(table: RateTable, path: Path, events: readonly Event[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const add = (
    severity: Diagnostic["severity"],
    code: DiagnosticCode,
    where: Path,
    params: Diagnostic["params"] = {},
  ) => found.push({ code, severity, path: [...path, ...where], params });

  const { validityStart, validityEnd, freeAllowance } = table;
  if (validityStart !== undefined && validityEnd !== undefined && validityEnd <= validityStart) {
    add("error", "rateTable.validityEmpty", ["validityEnd"]);
  }
  // without a window it is a day, which no allowance is longer than
  if (freeAllowance?.per === "rolling" && freeAllowance.window && freeAllowance.minutes > freeAllowance.window) {
    add("error", "freeAllowance.longerThanWindow", ["freeAllowance", "minutes"]);
  }
  for (const [index, cap] of (table.caps ?? []).entries()) {
    if (cap.scope === "period") add("error", "cap.periodOnTable", ["caps", index]);
  }
  for (const [cap, where] of capsOf(table)) {
    if ("index" in cap && cap.index?.to !== undefined && cap.index.to < cap.index.from) {
      add("error", "cap.indexEmpty", [...where, "index"]);
    }
  }
  for (const [index, window] of (table.timesOfDay ?? []).entries()) {
    if (neverFits(window)) add("warning", "timesOfDay.never", ["timesOfDay", index]);
  }
  for (const [window, where] of eventWindowsOf(table)) {
    if (window.endOffset <= window.startOffset) add("error", "event.windowEmpty", where);
    const { kinds } = window;
    const known = events.some(({ kind }) => kinds === undefined || (kind !== undefined && kinds.includes(kind)));
    if (!known) add("warning", "event.none", where);
  }
  const seen = new Set<string>();
  for (const [index, collection] of table.rateLineCollections.entries()) {
    const where: Path = ["rateLineCollections", index];
    if (seen.has(collection.id)) add("error", "collection.duplicate", [...where, "id"], { id: collection.id });
    seen.add(collection.id);
    const isLast = index === table.rateLineCollections.length - 1;
    if (collection.periods === undefined && !isLast) add("warning", "collection.hidesRest", where);
    let tierEnd = 0;
    let tierValue = 0;
    for (const [place, line] of collection.rateLines.entries()) {
      const linePath: Path = [...where, "rateLines", place];
      if (line.rateLineType === "flatRateTier") {
        const end = line.durationEnd ?? Number.POSITIVE_INFINITY;
        if (end <= tierEnd || tierEnd === Number.POSITIVE_INFINITY) add("error", "tier.order", linePath);
        if (line.value < tierValue) add("warning", "tier.falls", linePath);
        tierEnd = end;
        tierValue = line.value;
      }
      if (line.rateLineType === "incrementingRate" && line.durationEnd !== undefined) {
        if (line.durationEnd <= line.durationStart) add("error", "line.empty", linePath);
      }
    }
  }
  return found;
}

function capsOf(table: RateTable): [cap: Cap, path: Path][] {
  const own = (table.caps ?? []).map((cap, index): [Cap, Path] => [cap, ["caps", index]]);
  const inside = table.rateLineCollections.flatMap(({ caps = [] }, place) =>
    caps.map((cap, index): [Cap, Path] => [cap, ["rateLineCollections", place, "caps", index]]),
  );
  return [...own, ...inside];
}

function eventWindowsOf(table: RateTable): [window: EventWindow, path: Path][] {
  const found: [EventWindow, Path][] = [];
  for (const [index, { event }] of (table.timesOfDay ?? []).entries()) {
    if (event) found.push([event, ["timesOfDay", index, "event"]]);
  }
  for (const [place, { periods = [] }] of table.rateLineCollections.entries()) {
    for (const [index, { event }] of periods.entries()) {
      if (event) found.push([event, ["rateLineCollections", place, "periods", index, "event"]]);
    }
  }
  return found;
}

/** No stay can enter and leave in such a window. */
function neverFits({ earliestStart = 0, latestStart = DAY_MINUTES, endDay, ...window }: TimesOfDay): boolean {
  if (latestStart < earliestStart || (endDay !== undefined && endDay.max < endDay.min)) return true;
  const { earliestEnd = 0, latestEnd = DAY_MINUTES } = window;
  const days = endDay === undefined ? 0 : endDay.max - endDay.min;
  return days === 0 && (window.earliestEnd !== undefined || window.latestEnd !== undefined) && latestEnd < earliestEnd;
}
