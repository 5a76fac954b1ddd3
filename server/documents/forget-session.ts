import type { PassageKey } from "../report/passage-row.ts";
import type { Sql } from "../report/sql.ts";
import { changeDocument } from "./change-document.ts";

/** Takes the plate of a passage that has been erased out of the lot's stays, and the stay from its edges' list. */
export async function forgetSession(sql: Sql, { operatorId, lotId, passageId }: PassageKey): Promise<void> {
  const [row] = await sql(
    `UPDATE lot_session SET plate_text = NULL WHERE operator_id = $1 AND lot_id = $2 AND id = $3 AND plate_text IS NOT NULL
     RETURNING id`,
    [operatorId, lotId, passageId],
  );
  if (row === undefined) return;
  await changeDocument(sql, { operatorId, lotId, name: "openSessions" }, [{ key: passageId, line: null }]);
}
