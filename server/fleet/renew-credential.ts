import { randomBytes } from "node:crypto";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";

/** Gives an edge a new password, e.g. after its disk was lost. The old one no longer counts, nor does the key that it signed with. */
export async function renewCredential(
  ctx: LotContext<"edge.enrol">,
  { edgeId, reason }: { edgeId: string; reason: string },
  hashCredential: (password: string) => Promise<string>,
): Promise<{ password: string }> {
  const { operatorId, lotId } = ctx.lot;
  const password = randomBytes(32).toString("base64url");
  const credentialHash = await hashCredential(password);
  return audited(ctx, async (tx) => {
    // the edge that comes with the new password may be another machine, with another key
    const data = { credentialHash, publicKey: null };
    const { count } = await tx.edge.updateMany({ where: { operatorId, lotId, id: edgeId }, data });
    if (count === 0) throw notFound("edge");
    return {
      result: { password },
      note: { operatorId, lotId, verb: "renewCredential", object: `edge ${edgeId}`, reason },
    };
  });
}
