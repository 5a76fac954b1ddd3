import type { LotsContext } from "../identity/check-access.ts";

const messagesMax = 100;
const previewBytesMax = 256;

type Row = {
  id: string;
  lotId: string;
  edgeId: string;
  topic: string;
  reason: string;
  receivedAt: Date;
  bytes: number;
  head: Uint8Array;
};

/** Messages that could not be taken, newest first, with their first bytes as text. */
export async function readQuarantine({ db, lots }: LotsContext<"quarantine.read">) {
  const rows = await db.$queryRaw<Row[]>`
    SELECT q.* FROM unnest(${lots.map((lot) => lot.operatorId)}::text[], ${lots.map((lot) => lot.lotId)}::text[]) AS k(operator_id, lot_id)
    CROSS JOIN LATERAL (
      SELECT id, lot_id AS "lotId", edge_id AS "edgeId", topic, reason, received_at AS "receivedAt",
             length(payload) AS bytes, substring(payload FROM 1 FOR ${previewBytesMax}::int) AS head
      FROM quarantine WHERE operator_id = k.operator_id AND lot_id = k.lot_id
      ORDER BY received_at DESC LIMIT ${messagesMax}::int
    ) q
    ORDER BY q."receivedAt" DESC, q.id DESC
    LIMIT ${messagesMax}::int`;
  return rows.map(({ head, ...row }) => ({ ...row, preview: printable(head) }));
}

/** What is no printable character shows as a dot, so that a page never runs into control characters. */
function printable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("utf8")
    .replace(/[\p{C}\uFFFD]/gu, "·");
}
