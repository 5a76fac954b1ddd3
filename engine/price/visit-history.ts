import { DAY_MS, MINUTE_MS } from "../model/local-time.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { ClockCursor } from "./clock-cursor.ts";
import type { Stay } from "./stay.ts";

const HOUR_MS = 60 * MINUTE_MS;

/** The car left so soon after its entry that it only turned round. */
export function isTurnRound({ turnRoundMinutes }: Tariff, stay: Stay): boolean {
  if (turnRoundMinutes === undefined || stay.lostCredential === true) return false;
  return stay.exitAt - stay.entryAt <= turnRoundMinutes * MINUTE_MS;
}

/** The stay without the earlier visits that were no more than turning round. */
export function withoutTurnRounds(tariff: Tariff, stay: Stay): Stay {
  if (tariff.turnRoundMinutes === undefined || stay.previousVisits === undefined) return stay;
  const visits = stay.previousVisits.filter(({ entryAt, exitAt, feePaidMinor }) => {
    return feePaidMinor > 0 || !isTurnRound(tariff, { entryAt, exitAt });
  });
  return { ...stay, previousVisits: visits };
}

/** The car came back before the time that the tariff keeps its plate away was over. */
export function isBackTooSoon({ noReturn }: Tariff, { entryAt, previousVisits }: Stay): boolean {
  if (noReturn === undefined || previousVisits === undefined) return false;
  return previousVisits.some(({ exitAt }) => exitAt <= entryAt && entryAt - exitAt < noReturn.within * MINUTE_MS);
}

/** The stay with its entries of the day and of the hour counted, where only the earlier visits are known. */
export function withEntryCounts(stay: Stay, cursor: ClockCursor): Stay {
  const { entryAt, previousVisits } = stay;
  if (previousVisits === undefined) return stay;
  const today = cursor.dayAt(entryAt, 0).day;
  const dayOf = (at: number) => Math.floor(cursor.wallMsAt(at) / DAY_MS);
  const before = previousVisits.filter((visit) => visit.entryAt < entryAt);
  return {
    ...stay,
    entriesToday: stay.entriesToday ?? 1 + before.filter((visit) => dayOf(visit.entryAt) === today).length,
    entriesLastHour: stay.entriesLastHour ?? 1 + before.filter((visit) => entryAt - visit.entryAt < HOUR_MS).length,
  };
}
