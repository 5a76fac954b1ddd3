import type { Draft } from "#engine/model/draft.ts";
import type { LotContext } from "../identity/check-access.ts";
import { compileDraft } from "./compile-draft.ts";
import { readLotSetting } from "./read-lot-setting.ts";

/** What publishing the draft now would do: the bundle it makes, what speaks against it, and which edges it reaches. */
export async function checkPublish({ db, lot: { operatorId, lotId } }: LotContext<"bundle.publish">) {
  const [draft, lot, edges, setting] = await Promise.all([
    db.draft.findUniqueOrThrow({ where: { operatorId_lotId: { operatorId, lotId } } }),
    db.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { lastBundleNumber: true, live: { select: { sha256: true } } },
    }),
    db.edge.findMany({
      where: { operatorId, lotId },
      select: { id: true, name: true, state: { select: { online: true } } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    readLotSetting(db, { operatorId, lotId }),
  ]);
  const { diagnostics, gzipBytes, bundle } = await compileDraft(draft.content as Draft, setting, Date.now());
  const earlier = bundle
    ? await db.bundle.findUnique({
        where: { operatorId_lotId_sha256: { operatorId, lotId, sha256: bundle.sha256 } },
        select: { number: true },
      })
    : null;
  return {
    revision: draft.revision,
    diagnostics,
    sha256: bundle?.sha256 ?? null,
    gzipBytes,
    sameAsLive: bundle !== null && bundle.sha256 === lot.live?.sha256,
    edges: edges.map(({ id, name, state }) => ({ id, name, online: state?.online ?? false })),
    nextNumber: earlier?.number ?? lot.lastBundleNumber + 1,
  };
}
