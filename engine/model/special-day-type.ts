/**
 * Kinds of special day. The first six are APDS `SpecialDayType`; `makeUpWorkingDay` is a weekend day on which the
 * country works (China). `dayBeforePublicHoliday` and `dayFollowingPublicHoliday` also follow from the public
 * holidays of the calendar and need not be listed.
 */
export const specialDayTypes = [
  "publicHoliday",
  "dayBeforePublicHoliday",
  "dayFollowingPublicHoliday",
  "inLieuOfPublicHoliday",
  "schoolHolidays",
  "publicEventDay",
  "makeUpWorkingDay",
] as const;

export type SpecialDayType = (typeof specialDayTypes)[number];
