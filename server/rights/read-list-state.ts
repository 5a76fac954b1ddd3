import type { LotContext } from "../identity/check-access.ts";

type Held = { generation: number; version: number; refused: string | null; confirmedAt: number };

/** How far the lot's edges are with its lists. */
export async function readListState({ db, lot: { operatorId, lotId } }: LotContext<"list.read">) {
  const document = await db.document.findUnique({
    where: { operatorId_lotId_name: { operatorId, lotId, name: "grants" } },
  });
  if (document === null) return null;
  const edges = await db.edge.findMany({
    where: { operatorId, lotId },
    include: { state: true },
    orderBy: { id: "asc" },
  });
  const { generation, version, count } = document;
  return {
    count,
    edges: edges.map(({ id, name, state }) => {
      const held = (state?.telemetry as { documents?: { grants?: Held } } | null)?.documents?.grants ?? null;
      const isCurrent = held !== null && held.generation === generation && held.version === Number(version);
      const confirmedAt = held === null ? null : new Date(held.confirmedAt);
      return { edgeId: id, name, isCurrent, refused: held?.refused ?? null, confirmedAt };
    }),
  };
}
