import type { Draft } from "#engine/model/draft.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { readClockTable } from "../publish/read-clock-table.ts";
import { readLotSetting } from "../publish/read-lot-setting.ts";

/** The draft of a lot beside what is live, with all that the page needs to compile and price it by itself. */
export async function readDraft({ db, lot: { operatorId, lotId } }: LotContext<"draft.read">) {
  const [draft, lot, rollout, setting] = await Promise.all([
    db.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } } }),
    db.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { live: { select: { number: true, sha256: true, draft: true } } },
    }),
    db.rollout.findFirst({ where: { operatorId, lotId }, orderBy: [{ startedAt: "desc" }, { id: "desc" }] }),
    readLotSetting(db, { operatorId, lotId }),
  ]);
  if (!draft) throw notFound("draft");
  const [difference] = await db.$queryRaw<{ differs: boolean }[]>`
    SELECT d.content IS DISTINCT FROM b.draft AS differs
    FROM draft d
    JOIN lot l ON l.operator_id = d.operator_id AND l.id = d.lot_id
    LEFT JOIN bundle b ON b.operator_id = l.operator_id AND b.lot_id = l.id AND b.number = l.live_number
    WHERE d.operator_id = ${operatorId} AND d.lot_id = ${lotId}`;
  const { live } = lot;
  return {
    content: draft.content as Draft,
    revision: draft.revision,
    updatedName: draft.updatedName,
    updatedAt: draft.updatedAt,
    live: live &&
      rollout && {
        number: live.number,
        sha256: live.sha256,
        draft: live.draft as Draft,
        at: rollout.startedAt,
        by: rollout.startedName,
        note: rollout.note,
      },
    lot: setting,
    clock: readClockTable(setting.timeZone, Date.now()),
    differs: difference?.differs ?? true,
  };
}
