import type { LotContext } from "../identity/check-access.ts";

const bundlesMax = 200;

/** The lot's newest bundles. */
export async function readBundles({ db, lot: { operatorId, lotId } }: LotContext<"rollout.read">) {
  const [lot, bundles] = await Promise.all([
    db.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { liveNumber: true },
    }),
    db.bundle.findMany({
      where: { operatorId, lotId },
      select: { number: true, sha256: true, note: true, createdName: true, createdAt: true },
      orderBy: { number: "desc" },
      take: bundlesMax,
    }),
  ]);
  return bundles.map((bundle) => ({ ...bundle, live: bundle.number === lot.liveNumber }));
}
