import type { Draft } from "#engine/model/draft.ts";
import type { LotContext } from "../identity/check-access.ts";
import { readLotSetting } from "../publish/read-lot-setting.ts";

/** One lot: its lanes and edges, and whether a second person approves its changes. */
export async function readLot({ db, lot: { operatorId, operatorName, lotId } }: LotContext<"lot.read">) {
  const [setting, lot, draft, edges] = await Promise.all([
    readLotSetting(db, { operatorId, lotId }),
    db.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { approvalRequired: true, backtestRequired: true },
    }),
    db.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } }, select: { content: true } }),
    db.edge.findMany({
      where: { operatorId, lotId },
      select: { id: true, name: true, enrolledAt: true, state: { select: { online: true } } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
  ]);
  return {
    ...setting,
    operatorId,
    operatorName,
    approvalRequired: lot.approvalRequired,
    backtestRequired: lot.backtestRequired,
    currency: (draft?.content as Draft | undefined)?.tariff.currency ?? null,
    edges: edges.map(({ id, name, enrolledAt, state }) => ({ id, name, enrolledAt, online: state?.online ?? false })),
  };
}
