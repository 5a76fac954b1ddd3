import { randomBytes, randomInt } from "node:crypto";
import * as z from "zod";
import type { Tx } from "#prisma/db.ts";
import { audited } from "../identity/audited.ts";
import type { LotContext } from "../identity/check-access.ts";

export const enrolEdgeInput = z.object({ name: z.string().trim().min(1).max(120) });

/** What enrolling needs of other steps. */
export type EnrolParts = {
  readonly hashCredential: (password: string) => Promise<string>;
  /** Signs the edge's first pointer. */
  readonly pointEdge: (tx: Tx, target: FirstPointer) => Promise<void>;
};
type FirstPointer = {
  operatorId: string;
  lotId: string;
  edgeId: string;
  generation: number;
  number: number;
  sha256: string;
};

const edgeIdLetters = "abcdefghijkmnpqrstuvwxyz23456789";
const edgeIdLength = 10;

/**
 * Makes an edge of the lot and its password, which is given this once: the database keeps its hash. An edge of a lot
 * that has a live bundle is pointed at it.
 */
export async function enrolEdge(
  ctx: LotContext<"edge.enrol">,
  { name }: z.output<typeof enrolEdgeInput>,
  { hashCredential, pointEdge }: EnrolParts,
): Promise<{ edgeId: string; password: string }> {
  const { operatorId, lotId } = ctx.lot;
  const edgeId = Array.from({ length: edgeIdLength }, () => edgeIdLetters[randomInt(edgeIdLetters.length)]).join("");
  const password = randomBytes(32).toString("base64url");
  const credentialHash = await hashCredential(password);
  return audited(ctx, async (tx) => {
    // The lot's row lock keeps a publish from passing by the new edge.
    await tx.$queryRaw`SELECT 1 FROM lot WHERE operator_id = ${operatorId} AND id = ${lotId} FOR UPDATE`;
    const { live } = await tx.lot.findUniqueOrThrow({
      where: { operatorId_id: { operatorId, id: lotId } },
      select: { live: { select: { number: true, sha256: true } } },
    });
    await tx.edge.create({ data: { operatorId, lotId, id: edgeId, name, credentialHash } });
    if (live) await pointEdge(tx, { operatorId, lotId, edgeId, generation: 1, ...live });
    return {
      result: { edgeId, password },
      note: { operatorId, lotId, verb: "enrolEdge", object: `edge ${edgeId}`, after: { edgeId, name } },
    };
  });
}
