import { rebuildPassages } from "#server/report/rebuild-passages.ts";
import { BadInputError } from "./bad-input-error.ts";
import { writeLine } from "./line-output.ts";
import { withOperatorDatabase } from "./operator-database.ts";

/** `liftgate passages rebuild`: makes the passages of one lot, or of every lot, again from their records. */
export async function rebuildLots({ lot }: { lot?: string }): Promise<void> {
  await withOperatorDatabase(async (transaction) => {
    const lots = await transaction((sql) =>
      sql("SELECT operator_id, id FROM lot WHERE $1::text IS NULL OR id = $1 ORDER BY id", [lot ?? null]),
    );
    if (lot !== undefined && lots.length === 0)
      throw new BadInputError([`--lot: there is no lot ${lot} in this database`]);
    for (const row of lots) {
      const [operatorId, lotId] = [row.operator_id as string, row.id as string];
      const passages = await transaction(async (sql) => {
        // new records of the lot wait with their edges until this is done
        await sql("SELECT FROM stream WHERE operator_id = $1 AND lot_id = $2 FOR UPDATE", [operatorId, lotId]);
        return rebuildPassages(sql, { operatorId, lotId }, (count) => say(`${lotId}: ${count} passages so far`));
      });
      await writeLine({ lot: lotId, passages });
    }
  });
}

function say(line: string): void {
  process.stderr.write(`liftgate: ${line}\n`);
}
