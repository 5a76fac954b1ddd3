"use client";

import { createContext, useContext } from "react";
import type { LotSetting } from "#engine/compile/compile-bundle.ts";
import type { ClockTable } from "#engine/model/clock-table.ts";
import type { Draft } from "#engine/model/draft.ts";

/** The prices that forms, curve and checks are about: a lot's draft, or a shared table as a lot would use it. */
export type Priced = {
  content: Draft;
  /** What they are held against: what is live, or the newest version of the shared table. */
  live: { number: number; draft: Draft } | null;
  against: "live" | "shared";
  lot: LotSetting;
  clock: ClockTable;
  editable: boolean;
  edit: (part: "tariff", value: Draft["tariff"]) => void;
};

export const PricedScope = createContext<Priced | null>(null);

export function usePriced(): Priced {
  const value = useContext(PricedScope);
  if (!value) throw new Error("used outside prices");
  return value;
}
