import type pg from "pg";
import type { EdgeIdentity } from "../report/stream-rows.ts";

const keptMs = 60_000;
const keptMax = 20_000;

/** Which lot and operator an edge belongs to; asked for with every message, so remembered for a minute. */
export class EdgeDirectory {
  readonly #pool: pg.Pool;
  readonly #known = new Map<string, { edge: EdgeIdentity | null; at: number }>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Null for an edge that is not enrolled; rejects while the database is away. */
  async find(edgeId: string): Promise<EdgeIdentity | null> {
    const known = this.#known.get(edgeId);
    if (known && Date.now() - known.at < keptMs) return known.edge;
    const { rows } = await this.#pool.query<{ operator_id: string; lot_id: string }>(
      "SELECT operator_id, lot_id FROM edge WHERE id = $1",
      [edgeId],
    );
    const edge = rows[0] ? { operatorId: rows[0].operator_id, lotId: rows[0].lot_id, edgeId } : null;
    this.#known.delete(edgeId);
    this.#known.set(edgeId, { edge, at: Date.now() });
    if (this.#known.size > keptMax) this.#known.delete(this.#known.keys().next().value!);
    return edge;
  }
}
