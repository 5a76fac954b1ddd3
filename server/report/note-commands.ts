import type { CommandStep } from "#contracts/command.ts";
import type { RecordFrame } from "#contracts/record.ts";
import { type CommandBody, commandBodySchema } from "#contracts/record-body.ts";
import { toText } from "#contracts/text.ts";
import type { Sql } from "./sql.ts";
import type { EdgeIdentity } from "./stream-rows.ts";

type Said = {
  readonly edge: EdgeIdentity;
  readonly id: string;
  readonly step: CommandStep;
  readonly reason: string | null;
};

/** The command that a record of stream `a` speaks of; null for any other record. */
export function readCommandRecord(frame: RecordFrame): CommandBody | null {
  if (frame.stream !== "a" || frame.body === null) return null;
  try {
    return commandBodySchema.safeParse(JSON.parse(toText(frame.body))).data ?? null;
  } catch {
    return null; // kept as a record, like every other; it just says nothing of a command
  }
}

/**
 * Notes how far commands are, as their edges say. Steps only go forward and an end is for good, so a word that comes late
 * or twice changes nothing; only that no answer came in time gives way to an answer.
 */
export async function noteCommands(sql: Sql, said: readonly Said[]): Promise<void> {
  for (const { edge, id, step, reason } of said) {
    const { operatorId, lotId, edgeId } = edge;
    const changed = await sql(
      `UPDATE command SET state = $5::command_state, reason = $6,
         received_at = CASE WHEN $5 IN ('expired', 'rejected') THEN received_at ELSE coalesce(received_at, now()) END,
         finished_at = CASE WHEN $5 = 'received' THEN finished_at ELSE now() END
       WHERE operator_id = $1 AND lot_id = $2 AND edge_id = $3 AND id = $4::uuid
         AND (state = 'sent' OR (state IN ('received', 'noAnswer') AND $5 <> 'received'))
       RETURNING id`,
      [operatorId, lotId, edgeId, id, step, reason],
    );
    if (changed.length === 0) continue;
    await sql("SELECT pg_notify('liftgate_command', $1)", [
      JSON.stringify({ operatorId, lotId, edgeId, commandId: id }),
    ]);
  }
}
