import { MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { Stay } from "./stay.ts";

type Continued = {
  stay: Stay;
  /** Earlier visits that are part of the stay have paid this. */
  paidMinor: number;
  /** Coming back has cost the plate its free period. */
  noFree: boolean;
};

/** The stay with the earlier visits that it continues, by the tariff's rule for coming back. */
export function continuedStay(reEntry: Tariff["reEntry"], stay: Stay): Continued {
  if (reEntry === undefined || stay.previousVisits === undefined) return { stay, paidMinor: 0, noFree: false };
  const visits = stay.previousVisits.filter((visit) => visit.exitAt <= stay.entryAt);
  if (visits.length === 0) return { stay, paidMinor: 0, noFree: false };
  visits.sort((a, b) => a.entryAt - b.entryAt);

  const withinMs = reEntry.within * MINUTE_MS;
  const first = visits[0]!;
  let began = { entryAt: first.entryAt, paidMinor: 0 };
  let leftAt = first.exitAt;
  for (const visit of [...visits, { entryAt: stay.entryAt, exitAt: stay.exitAt, feePaidMinor: 0 }]) {
    const since = reEntry.since === "exit" ? leftAt : began.entryAt;
    if (visit.entryAt - since > withinMs) began = { entryAt: visit.entryAt, paidMinor: 0 };
    began.paidMinor += visit.feePaidMinor;
    leftAt = visit.exitAt;
  }
  if (began.entryAt === stay.entryAt) return { stay, paidMinor: 0, noFree: false };
  if (reEntry.action === "noFree") return { stay, paidMinor: 0, noFree: true };
  const { entryAt } = began;
  const previousVisits = visits.filter((visit) => visit.entryAt < entryAt);
  return { stay: { ...stay, entryAt, previousVisits }, paidMinor: began.paidMinor, noFree: false };
}
