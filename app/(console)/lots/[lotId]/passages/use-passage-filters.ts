"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { startOfDay } from "../../../../ui/format/lot-time.ts";

export const decisionChoices = ["release", "hold", "refuse", "requestPayment", "requestConfirm"] as const;
export const periodChoices = ["today", "week", "month", "all"] as const;

const daysBack = { today: 0, week: 6, month: 29 } as const;
const dayMs = 86_400_000;

/** The whole view lives in the address: search, facets and the open passage. */
export function usePassageFilters() {
  return useQueryStates({
    plate: parseAsString.withDefault(""),
    decision: parseAsStringLiteral(decisionChoices),
    lane: parseAsString,
    when: parseAsStringLiteral(periodChoices).withDefault("week"),
    open: parseAsString,
  });
}

export type PassageFilters = ReturnType<typeof usePassageFilters>[0];

/** What the server is asked for. The period starts at a lot's midnight, so that it is the same all day. */
export function passagesInput(lotId: string, filters: PassageFilters, timeZone: string) {
  const plate = filters.plate.trim();
  return {
    lotId,
    ...(plate ? { plate } : {}),
    ...(filters.decision ? { decision: filters.decision } : {}),
    ...(filters.lane ? { laneId: filters.lane } : {}),
    ...(filters.when === "all"
      ? {}
      : { from: new Date(startOfDay(startOfDay(Date.now(), timeZone) - daysBack[filters.when] * dayMs, timeZone)) }),
    limit: 100,
  };
}

/** How many filters hide passages now. */
export function hidingFilters(filters: PassageFilters): ("plate" | "decision" | "lane" | "when")[] {
  return [
    ...(filters.plate.trim() ? (["plate"] as const) : []),
    ...(filters.decision ? (["decision"] as const) : []),
    ...(filters.lane ? (["lane"] as const) : []),
    ...(filters.when === "all" ? [] : (["when"] as const)),
  ];
}
