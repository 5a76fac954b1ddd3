import { createHash } from "node:crypto";
import { canonicalJson } from "#engine/compile/canonical-json.ts";
import type { Draft } from "#engine/model/draft.ts";
import type { Tx } from "#prisma/db.ts";
import { findTable } from "./draft-table.ts";

type Lot = { readonly operatorId: string; readonly lotId: string };

/**
 * Keeps a lot's links to shared tables in step with a save. A linked table that goes leaves its link asleep: it wakes
 * when just this table comes back, as with an undo, and is forgotten when another takes its name.
 */
export async function carryUses(
  tx: Tx,
  { operatorId, lotId }: Lot,
  { before, after }: { before: Draft; after: Draft },
): Promise<void> {
  for (const use of await tx.sharedTableUse.findMany({ where: { operatorId, lotId } })) {
    const { rateTableId, rateTableVersion, awaySha256 } = use;
    const where = {
      operatorId_lotId_rateTableId_rateTableVersion: { operatorId, lotId, rateTableId, rateTableVersion },
    };
    const [was, is] = [findTable(before, use), findTable(after, use)];
    if (is && awaySha256 !== null) {
      if (digestOf(is) === awaySha256) await tx.sharedTableUse.update({ where, data: { awaySha256: null } });
      else await tx.sharedTableUse.delete({ where });
    } else if (!is && was && awaySha256 === null) {
      await tx.sharedTableUse.update({ where, data: { awaySha256: digestOf(was) } });
    }
  }
}

/** Brings back the links that the live version was made with, as a reset to it brings back its tables. */
export async function restoreUses(tx: Tx, { operatorId, lotId }: Lot, bundleNumber: number): Promise<void> {
  const made = await tx.bundleSharedTable.findMany({ where: { operatorId, lotId, bundleNumber } });
  await tx.sharedTableUse.deleteMany({ where: { operatorId, lotId } });
  await tx.sharedTableUse.createMany({ data: made.map(({ bundleNumber: _made, ...use }) => use) });
}

function digestOf(table: object): string {
  return createHash("sha256").update(canonicalJson(table)).digest("hex");
}
