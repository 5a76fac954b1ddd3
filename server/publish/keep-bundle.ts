import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Draft } from "#engine/model/draft.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { Tx } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { checkScenarios, type Oracle, scenarioProblem } from "./check-scenarios.ts";
import { type CompiledDraft, compileDraft } from "./compile-draft.ts";
import { lockLot } from "./lock-lot.ts";
import { checkMayGoLive } from "./may-go-live.ts";
import { noteSharedTables } from "./note-shared-tables.ts";
import { readLotSetting } from "./read-lot-setting.ts";

export const noteSchema = z.string().trim().min(1).max(500);

type Context = LotContext<"bundle.publish">;
type Source = Awaited<ReturnType<typeof readSource>>;
type Made = NonNullable<CompiledDraft["bundle"]>;

/** A draft compiled and proven, not yet kept. */
export type PreparedBundle = { readonly source: Source; readonly revision: number; readonly made: Made };

/**
 * Compiles the draft that the person saw and runs its scenarios. Done before any transaction, so that a large draft
 * holds no lock; what it was made from is compared again when it is kept.
 */
export async function prepareBundle(ctx: Context, revision: number, decideByOracle: Oracle): Promise<PreparedBundle> {
  const source = await readSource(ctx.db, ctx.lot, revision);
  const compiled = await compileDraft(source.draft as Draft, source.setting, Date.now());
  if (!compiled.bundle) throw refused(compiled);
  const made = compiled.bundle;
  const unmet = scenarioProblem(await checkScenarios(ctx.db, ctx.lot, made.bytes, decideByOracle));
  if (unmet) throw new Failure("badInput", unmet);
  return { source, revision, made };
}

type Keeping =
  | { readonly note: string; readonly breakGlass: string | undefined }
  /** It will decide for no car by itself: nobody need approve it yet. */
  | { readonly note: string; readonly isTrial: true };

/**
 * Keeps a prepared bundle as the lot's next number, once the lot's conditions are met or there is a reason to go
 * without. The same bytes as an earlier bundle keep that bundle's number. Takes the lot's row lock.
 */
export async function keepBundle(tx: Tx, ctx: Context, { source, revision, made }: PreparedBundle, keeping: Keeping) {
  const { note } = keeping;
  const lot = await lockLot(tx, ctx.lot);
  const { draft, setting } = await readSource(tx, ctx.lot, revision);
  if (!isDeepStrictEqual(setting, source.setting)) throw new Failure("conflict", "the lot was changed meanwhile");
  const said = "isTrial" in keeping ? {} : await checkMayGoLive(tx, ctx, { revision, ...keeping });
  const number = await numberOf(
    tx,
    ctx,
    { ...made, draft: draft as Prisma.InputJsonObject, note },
    lot.lastBundleNumber,
  );
  await noteSharedTables(tx, ctx.lot, number);
  return { lot, number, sha256: made.sha256, said };
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

async function numberOf(
  tx: Tx,
  { actor, lot: { operatorId, lotId } }: Context,
  { bytes, sha256, semantics, draft, note }: Made & { draft: Prisma.InputJsonObject; note: string },
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
