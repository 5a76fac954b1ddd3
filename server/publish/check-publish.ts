import type { Draft } from "#engine/model/draft.ts";
import type { LotContext } from "../identity/check-access.ts";
import { checkScenarios, type Oracle } from "./check-scenarios.ts";
import { compileDraft } from "./compile-draft.ts";
import { readUnmet } from "./may-go-live.ts";
import { isApproved, readApproval } from "./read-approval.ts";
import { readBacktestCheck } from "./read-backtest-check.ts";
import { readLotSetting } from "./read-lot-setting.ts";

/** What publishing the draft now would do: the bundle it makes, what speaks against it, and which edges it reaches. */
export async function checkPublish(
  { db, actor, lot: { operatorId, lotId } }: LotContext<"bundle.publish">,
  decideByOracle: Oracle,
) {
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
  const key = { revision: draft.revision, userId: actor.userId };
  const [scenarios, approval, backtest, unmet] = await Promise.all([
    bundle ? checkScenarios(db, { operatorId, lotId }, bundle.bytes, decideByOracle) : [],
    readApproval(db, { operatorId, lotId }, draft.revision),
    readBacktestCheck(db, { operatorId, lotId }, draft.revision),
    readUnmet(db, { operatorId, lotId }, key),
  ]);
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
    scenarios,
    backtest,
    /** What the lot asks for before this goes live, and has not got. */
    unmet,
    approval: {
      required: approval.required,
      met: isApproved(approval, actor.userId),
      given: approval.given.map(({ userId, ...said }) => ({ ...said, self: userId === actor.userId })),
    },
    nextNumber: earlier?.number ?? lot.lastBundleNumber + 1,
  };
}
