import { createHash } from "node:crypto";
import { type Anomaly, raiseAnomalies } from "./raise-anomaly.ts";
import type { Sql } from "./sql.ts";

export type QuarantinedMessage = {
  operatorId: string;
  lotId: string;
  edgeId: string;
  topic: string;
  /** A code of ours, never words of the message: those may name a car. */
  reason: string;
  payload: Uint8Array;
};

/**
 * Kept of one edge and topic; beyond it messages are only counted, so that a broken edge cannot fill the disk, and a
 * flood of one kind takes no room from the others.
 */
const quarantineRowsMax = 100;

/** Keeps messages that could not be taken, as they came: the same one once, however often it is sent again. */
export async function quarantineMessages(sql: Sql, messages: readonly QuarantinedMessage[]): Promise<void> {
  for (const message of messages) {
    const { operatorId, lotId, edgeId, topic, reason, payload } = message;
    await sql(
      `INSERT INTO quarantine (operator_id, lot_id, id, edge_id, topic, reason, payload)
       SELECT $1, $2, $3::uuid, $4, $5, $6, $7::bytea
       WHERE (SELECT count(*) FROM quarantine WHERE operator_id = $1 AND lot_id = $2 AND topic = $5) < $8::integer
       ON CONFLICT (operator_id, lot_id, id) DO NOTHING`,
      [operatorId, lotId, nameOf(message), edgeId, topic, reason, Buffer.from(payload), quarantineRowsMax],
    );
  }
  await raiseAnomalies(sql, messages.map(anomalyOf));
}

function anomalyOf({ operatorId, lotId, edgeId, topic, reason, payload }: QuarantinedMessage): Anomaly {
  const detail = { topic, reason, bytes: payload.length };
  return { operatorId, lotId, edgeId, passageId: null, kind: "quarantine", key: `${edgeId}/${reason}`, detail };
}

/** A UUID that follows from what is kept. */
function nameOf({ edgeId, topic, reason, payload }: QuarantinedMessage): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([edgeId, topic, reason]))
    .update(payload)
    .digest("hex");
  const part = (from: number, to: number) => digest.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-8${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}
