import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";

/** Confirms the lot's grants as they are, in the transaction; returns their version. */
type Confirm = (tx: Tx) => Promise<number>;

/** A person has looked: the lists are meant so, and an edge that hesitated before so large a change takes them. */
export function confirmList(ctx: LotContext<"list.write">, confirm: Confirm): Promise<{ version: number }> {
  const { operatorId, lotId } = ctx.lot;
  return audited(ctx, async (tx) => {
    const version = await confirm(tx);
    return {
      result: { version },
      note: { operatorId, lotId, verb: "confirmList", object: "lists", after: { version } },
    };
  });
}
