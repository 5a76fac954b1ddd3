import type { ClockTable } from "#engine/model/clock-table.ts";
import type { LotContext } from "../identity/check-access.ts";
import { readClockTable } from "./read-clock-table.ts";

/** The clock changes of a lot's zone, so that a page can read and write the lot's time as the engine does. */
export async function readLotClock({ db, lot: { operatorId, lotId } }: LotContext<"lot.read">): Promise<ClockTable> {
  const { timeZone } = await db.lot.findUniqueOrThrow({
    where: { operatorId_id: { operatorId, id: lotId } },
    select: { timeZone: true },
  });
  return readClockTable(timeZone, Date.now());
}
