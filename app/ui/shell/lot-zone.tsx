"use client";

import { createContext, type ReactNode, useContext } from "react";

const LotZoneContext = createContext("UTC");

/** All times under it are read in this IANA zone. */
export function LotZone({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  return <LotZoneContext value={timeZone}>{children}</LotZoneContext>;
}

export function useLotZone(): string {
  return useContext(LotZoneContext);
}
