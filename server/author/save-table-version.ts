import * as z from "zod";
import { type RateTable, rateTableSchema } from "#engine/model/rate-table.ts";
import { shapeDiagnostics } from "#engine/model/shape-diagnostics.ts";
import { tableOverrides } from "#engine/share/table-overrides.ts";
import type { Prisma } from "#prisma/client/client.ts";
import { audited } from "../identity/audited.ts";
import { changedParts } from "../identity/changed-parts.ts";
import type { OperatorContext } from "../identity/check-access.ts";
import { Failure } from "../identity/failure.ts";
import { lockTable } from "./lock-shared-table.ts";
import { noteSchema } from "./shared-table-fields.ts";

export const saveTableVersionInput = z.object({
  tableId: z.uuid(),
  /** The version that the person saw and changed. */
  number: z.int().min(1),
  content: z.unknown(),
  note: noteSchema,
});

/** Writes the next version of a shared table. Somebody else's later version is never passed over: it is a conflict. */
export async function saveTableVersion(
  ctx: OperatorContext<"draft.write">,
  { tableId, number, content, note }: z.output<typeof saveTableVersionInput>,
): Promise<{ number: number }> {
  const { operatorId } = ctx.operator;
  const read = rateTableSchema.safeParse(content);
  if (!read.success) {
    const diagnostics = shapeDiagnostics(read.error.issues);
    throw new Failure("badInput", "this is not a rate table", { diagnostics });
  }
  return audited(ctx, async (tx) => {
    const { name, newest, newestVersion } = await lockTable(tx, operatorId, tableId);
    const before = newestVersion.content as RateTable;
    if (newest !== number) {
      const { createdName, createdAt } = newestVersion;
      throw new Failure("conflict", `the newest version is ${newest}, not ${number}`, {
        conflict: { number: newest, createdName, createdAt, content: before },
      });
    }
    if (tableOverrides(before, read.data).length === 0) return { result: { number }, note: "unchanged" };
    const next = newest + 1;
    const by = { createdById: ctx.actor.userId, createdName: ctx.actor.name };
    await tx.sharedTableVersion.create({
      data: { operatorId, tableId, number: next, content: read.data as Prisma.InputJsonObject, note, ...by },
    });
    await tx.sharedTable.update({ where: { operatorId_id: { operatorId, id: tableId } }, data: { newest: next } });
    const object = `shared table ${name} v${next}`;
    const changed = changedParts(before, read.data);
    return {
      result: { number: next },
      note: { operatorId, verb: "saveTableVersion", object, reason: note, ...changed },
    };
  });
}
