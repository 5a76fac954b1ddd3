import type { SpecialDay } from "../../model/calendar.ts";
import type { SpecialDayType } from "../../model/special-day-type.ts";
import type { TariffLint, TariffView } from "./tariff-view.ts";
import { isDateInUse } from "./unused-parts.ts";

/** Dates that can never count, kinds of day that no date has, and dates whose kind no price asks for. */
export const specialDayUse: TariffLint = (view) => {
  const { tariff, findings } = view;
  const days = tariff.specialDays ?? [];
  const asked = askedTypes(view);
  const marked = new Set<SpecialDayType>(days.map(({ type }) => type));
  if (marked.has("publicHoliday")) {
    marked.add("dayBeforePublicHoliday");
    marked.add("dayFollowingPublicHoliday");
  }
  for (const [type, path] of asked) {
    if (marked.has(type)) continue;
    findings.push({ code: "specialDay.noDate", severity: "warning", path, params: { specialDay: type } });
  }
  const said = new Set<string>();
  const say = (code: SpecialDayCode, about: readonly SpecialDay[]) => {
    const [first] = about;
    if (first === undefined || said.has(code + first.type)) return;
    said.add(code + first.type);
    const path = ["tariff", "specialDays", days.indexOf(first)];
    findings.push({
      code,
      severity: "warning",
      path,
      params: { specialDay: first.type, date: first.date, count: about.length },
      ...(about.length === 1 && { fix: { kind: "removeValue", path } }),
    });
  };
  const outside = (use: "clock" | "validity") => days.filter(({ date }) => isDateInUse(view, date) === use);
  say("specialDay.outsideClock", outside("clock"));
  say("specialDay.outsideValidity", outside("validity"));
  for (const type of new Set(days.map((day) => day.type))) {
    if (isAskedFor(type, asked)) continue;
    say(
      "specialDay.unused",
      days.filter((day) => day.type === type),
    );
  }
};

type SpecialDayCode = "specialDay.outsideClock" | "specialDay.outsideValidity" | "specialDay.unused";

/** A public holiday also makes the days before and after it special. */
function isAskedFor(type: SpecialDayType, asked: ReadonlyMap<SpecialDayType, unknown>): boolean {
  if (asked.has(type)) return true;
  return type === "publicHoliday" && (asked.has("dayBeforePublicHoliday") || asked.has("dayFollowingPublicHoliday"));
}

/** The kinds of day that any part of the tariff names, each with the first place that does. */
function askedTypes({ tariff }: TariffView): Map<SpecialDayType, Path> {
  const asked = new Map<SpecialDayType, Path>();
  const visit = (value: unknown, path: Path): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, one] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key];
      if (Array.isArray(one) && (key === "specialDays" || key === "exceptSpecialDays")) {
        for (const type of one as SpecialDayType[]) if (!asked.has(type)) asked.set(type, at);
      } else visit(one, at);
    }
  };
  const { specialDays: _dates, ...rest } = tariff;
  visit(rest, ["tariff"]);
  return asked;
}

type Path = (string | number)[];
