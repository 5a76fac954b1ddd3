import * as z from "zod";
import { nameSchema } from "#contracts/names.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { RateTable } from "#engine/model/rate-table.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import { takeVersion } from "#engine/share/take-version.ts";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import { type Asker, checkLot, type LotContext, type OperatorContext } from "../identity/check-access.ts";
import { Failure, notFound } from "../identity/failure.ts";
import { draftTableFields, findTable, withTable } from "./draft-table.ts";
import { lockDraft } from "./lock-draft.ts";
import { readVersion } from "./lock-shared-table.ts";
import { writeDraft } from "./write-draft.ts";

const lotsMax = 1_000;
const choicesSchema = z.record(z.string().max(300), z.enum(["mine", "next"]));

/** A table of a lot's draft that came from the shared one; `choices` decide what lot and version both changed. */
export const wantedTableSchema = z.object({
  ...draftTableFields,
  lotId: z.string().refine((id) => nameSchema.safeParse(id).success),
  choices: choicesSchema.default({}),
});

export const bringVersionInput = z.object({
  tableId: z.uuid(),
  number: z.int().min(1),
  /** `revision`: the draft that the person saw. */
  lots: z
    .array(wantedTableSchema.extend({ revision: z.int().min(1) }))
    .min(1)
    .max(lotsMax),
});

type Wanted = z.output<typeof bringVersionInput>["lots"][number];
type Version = { readonly tableId: string; readonly number: number; readonly name: string; readonly next: RateTable };

/**
 * Brings a version of a shared table to drafts of lots that use it. Each lot is a step of its own: one whose draft was
 * changed since the person saw it, or where something is still to be decided, is left as it is and named.
 */
export async function bringVersion(
  ctx: OperatorContext<"draft.write">,
  asker: Asker,
  { tableId, number, lots }: z.output<typeof bringVersionInput>,
): Promise<{ brought: string[]; left: { lotId: string; why: "changed" | "undecided" }[] }> {
  const { operatorId } = ctx.operator;
  const places = lots.map((wanted) => ({ wanted, lot: checkLot(asker, "draft.write", wanted.lotId) }));
  if (places.some(({ lot }) => lot.lot.operatorId !== operatorId)) throw notFound("lot");
  const content = await readVersion(ctx.db, { operatorId, tableId, number });
  const { name } = await ctx.db.sharedTable.findUniqueOrThrow({
    where: { operatorId_id: { operatorId, id: tableId } },
  });
  const version = { tableId, number, name, next: content.content as RateTable };
  const brought: string[] = [];
  const left: { lotId: string; why: "changed" | "undecided" }[] = [];
  // A lot with two such tables says one revision for both: the second builds on what the first has made.
  const revisions = new Map<string, number>();
  for (const { wanted, lot } of places) {
    const { lotId } = wanted;
    const revision = revisions.get(lotId) ?? wanted.revision;
    const came = await bringOne(lot, version, { ...wanted, revision });
    if (typeof came === "string") left.push({ lotId, why: came });
    else {
      brought.push(lotId);
      revisions.set(lotId, came.revision);
    }
  }
  return { brought, left };
}

async function bringOne(
  ctx: LotContext<"draft.write">,
  version: Version,
  wanted: Wanted,
): Promise<{ revision: number } | "changed" | "undecided"> {
  try {
    return await audited(ctx, (tx) => change(tx, ctx, version, wanted));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === "conflict") return "changed";
    if (error.code === "badInput") return "undecided";
    throw error;
  }
}

async function change(tx: Tx, ctx: LotContext<"draft.write">, version: Version, wanted: Wanted) {
  const { operatorId, lotId } = ctx.lot;
  const { tableId, number, name, next } = version;
  const { rateTableId, rateTableVersion, revision, choices } = wanted;
  const current = await lockDraft(tx, ctx.lot, revision);
  const draft = current.content as Draft;
  const where = {
    operatorId_lotId_rateTableId_rateTableVersion: { operatorId, lotId, rateTableId, rateTableVersion },
  };
  const use = await tx.sharedTableUse.findUnique({ where, include: { version: true } });
  const mine = findTable(draft, wanted);
  if (!use || !mine || use.tableId !== tableId) throw notFound("use of the shared table");
  const { table, conflicts } = takeVersion({ base: use.version.content as RateTable, mine, next }, choices);
  const open = conflicts.filter(({ id }) => !Object.hasOwn(choices, id));
  if (open.length > 0) throw new Failure("badInput", `${open.length} differences are not decided`);
  const isChanged = tableOverrides(mine, table).length > 0;
  const saved = isChanged ? await writeDraft(tx, ctx, current, withTable(draft, wanted, table)) : current;
  await tx.sharedTableUse.update({ where, data: { number } });
  const object = `shared table ${name} v${number}`;
  const parts = changedParts(mine, table);
  const before = { sharedVersion: use.number, ...parts?.before };
  const after = { sharedVersion: number, ...parts?.after };
  return {
    result: { revision: saved.revision },
    note: { operatorId, lotId, verb: "takeTableVersion", object, before, after },
  };
}
