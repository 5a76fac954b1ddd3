import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { SigningKey } from "#contracts/signature.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { checkScenarios, type Oracle, scenarioProblem } from "./check-scenarios.ts";
import { type CompiledDraft, compileDraft } from "./compile-draft.ts";
import { lockLot } from "./lock-lot.ts";
import { isApproved, readApproval } from "./read-approval.ts";
import { readLotSetting } from "./read-lot-setting.ts";
import { startRollout } from "./start-rollout.ts";

export const noteSchema = z.string().trim().min(1).max(500);
/** `breakGlass` says why this cannot wait for a second person. */
export const publishInput = z.object({
  revision: z.int().min(1),
  note: noteSchema,
  breakGlass: noteSchema.optional(),
});

/**
 * Compiles the draft that the person saw and points every edge of the lot at the result. The same bytes as an earlier
 * bundle keep that bundle's number.
 */
export async function publishBundle(
  ctx: LotContext<"bundle.publish">,
  { revision, note, breakGlass }: z.output<typeof publishInput>,
  { key, decideByOracle }: { key: SigningKey; decideByOracle: Oracle },
): Promise<{ rolloutId: string; number: number }> {
  const { operatorId, lotId } = ctx.lot;
  // Compiled before the transaction, so that a large draft holds no lock; what it was made from is compared inside.
  const source = await readSource(ctx.db, ctx.lot, revision);
  const compiled = await compileDraft(source.draft as Draft, source.setting, Date.now());
  if (!compiled.bundle) throw refused(compiled);
  const made = compiled.bundle;
  const unmet = scenarioProblem(await checkScenarios(ctx.db, ctx.lot, made.bytes, decideByOracle));
  if (unmet) throw new Failure("badInput", unmet);
  return audited(ctx, async (tx) => {
    const lot = await lockLot(tx, ctx.lot);
    const { draft, setting } = await readSource(tx, ctx.lot, revision);
    if (!isDeepStrictEqual(setting, source.setting)) throw new Failure("conflict", "the lot was changed meanwhile");
    const approval = await readApproval(tx, ctx.lot, revision);
    const approved = isApproved(approval, ctx.actor.userId);
    if (!approved && breakGlass === undefined) {
      throw new Failure("conflict", "a second person has to approve this draft first");
    }
    const bundle = { ...made, draft: draft as Prisma.InputJsonObject, note };
    const number = await keepBundle(tx, ctx, bundle, lot.lastBundleNumber);
    const { sha256 } = made;
    const fromNumber = lot.liveNumber;
    const rollout = { operatorId, lotId, kind: "publish", number, sha256, fromNumber, note } as const;
    const rolloutId = await startRollout(tx, ctx.actor, key, rollout);
    return {
      result: { rolloutId, number },
      note: {
        operatorId,
        lotId,
        verb: "publish",
        object: `bundle v${number}`,
        reason: note,
        before: lot.live,
        after: {
          ...{ number, sha256, rolloutId, draftRevision: revision },
          ...(approval.given.length > 0 && { approvedBy: approval.given.map(({ name }) => name) }),
          ...(!approved && { breakGlass }),
        },
      },
    };
  });
}

async function readSource(tx: Tx, key: { operatorId: string; lotId: string }, revision: number) {
  const { operatorId, lotId } = key;
  const draft = await tx.draft.findUnique({ where: { operatorId_lotId: { operatorId, lotId } } });
  if (!draft) throw notFound("draft");
  if (draft.revision !== revision) {
    throw new Failure("conflict", `the draft is at revision ${draft.revision}, not ${revision}`);
  }
  return { draft: draft.content, setting: await readLotSetting(tx, key) };
}

function refused({ diagnostics }: CompiledDraft): Failure {
  const first = diagnostics.find((found) => found.severity === "error");
  const { code, path } = first ?? { code: "unknown", path: [] };
  return new Failure("badInput", `the draft cannot be published: ${code} at ${path.join(".") || "the whole"}`, {
    diagnostics,
  });
}

type NewBundle = NonNullable<CompiledDraft["bundle"]> & { draft: Prisma.InputJsonObject; note: string };

async function keepBundle(
  tx: Tx,
  { actor, lot: { operatorId, lotId } }: LotContext<"bundle.publish">,
  { bytes, sha256, semantics, draft, note }: NewBundle,
  lastNumber: number,
): Promise<number> {
  const where = { operatorId_lotId_sha256: { operatorId, lotId, sha256 } };
  const earlier = await tx.bundle.findUnique({ where, select: { number: true } });
  if (earlier) return earlier.number;
  const number = lastNumber + 1;
  const made = { createdById: actor.userId, createdName: actor.name };
  await tx.bundle.create({
    data: { operatorId, lotId, number, sha256, bytes: Buffer.from(bytes), semantics, draft, note, ...made },
  });
  await tx.lot.update({
    where: { operatorId_id: { operatorId, id: lotId } },
    data: { lastBundleNumber: number },
  });
  return number;
}
