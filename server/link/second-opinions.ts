import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { checkPassage, type Opinion } from "../report/check-passage.ts";
import type { PassageKey } from "../report/passage-row.ts";
import { readPersonal, readRecordBody } from "../report/read-record.ts";
import { type WrittenOpinion, writeOpinions } from "../report/write-opinions.ts";
import { inTransaction } from "./in-transaction.ts";
import { log } from "./log.ts";

export type SecondOpinionsOptions = {
  pool: pg.Pool;
  /** How many passages are decided again in a second, at most; 0 switches it off. */
  perSecond: number;
};

const waitingMax = 10_000;
const bundlesKept = 16;
const sweepEveryMs = 10 * 60_000;
const tickMs = 1_000;

/**
 * Decides passages again after their ingest, within a budget a second, never in its way: it works on passages that are
 * committed and acknowledged. Where more come for long, the oldest that wait are left out, which makes it a sample; what waits
 * when the process ends is found again by a sweep over the last two days.
 */
export class SecondOpinions {
  readonly #options: SecondOpinionsOptions;
  readonly #waiting = new Map<string, PassageKey>();
  readonly #bundles = new Map<string, LoadedBundle | null>();
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(options: SecondOpinionsOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.perSecond > 0) this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  push(keys: readonly PassageKey[]): void {
    if (this.#options.perSecond === 0) return;
    for (const key of keys) {
      this.#waiting.set(`${key.operatorId}/${key.lotId}/${key.passageId}`, key);
      if (this.#waiting.size > waitingMax) this.#waiting.delete(this.#waiting.keys().next().value!);
    }
  }

  async #run(): Promise<void> {
    let isFailing = false;
    while (!this.#isStopping) {
      const startedAt = Date.now();
      try {
        if (this.#waiting.size === 0) await this.#sweep();
        await this.#check(this.#take(this.#options.perSecond));
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ reason: (error as Error).message }, "second opinions failed, trying again");
        isFailing = true; // what was taken is found again by a sweep
        this.#sweptAt = Number.NEGATIVE_INFINITY;
      }
      const restMs = Math.max(0, tickMs - (Date.now() - startedAt));
      for (let waited = 0; waited < restMs && !this.#isStopping; waited += 100)
        await sleep(Math.min(100, restMs - waited));
    }
  }

  #take(count: number): PassageKey[] {
    const keys = [...this.#waiting].slice(0, count);
    for (const [name] of keys) this.#waiting.delete(name);
    return keys.map(([, key]) => key);
  }

  /** Finds passages that an earlier process left unchecked. */
  async #sweep(): Promise<void> {
    if (Date.now() - this.#sweptAt < sweepEveryMs) return;
    const { rows } = await this.#options.pool.query(
      `SELECT p.operator_id, p.lot_id, p.passage_id FROM passage p
       WHERE p.at > now() - interval '2 days' AND p.at < now() + interval '1 day'
         AND NOT EXISTS (SELECT FROM second_opinion s WHERE s.operator_id = p.operator_id AND s.lot_id = p.lot_id
           AND s.passage_id = p.passage_id)
       LIMIT $1`,
      [waitingMax],
    );
    this.#sweptAt = Date.now();
    this.push(rows.map((row) => ({ operatorId: row.operator_id, lotId: row.lot_id, passageId: row.passage_id })));
  }

  async #check(keys: readonly PassageKey[]): Promise<void> {
    const opinions: WrittenOpinion[] = [];
    for (const key of keys) {
      if (this.#isStopping) return;
      const opinion = await this.#opinionOf(key);
      if (opinion) opinions.push(opinion);
    }
    if (opinions.length > 0) await inTransaction(this.#options.pool, (sql) => writeOpinions(sql, opinions));
  }

  async #opinionOf(key: PassageKey): Promise<WrittenOpinion | null> {
    const { rows } = await this.#options.pool.query(
      `SELECT edge_id, epoch, n::text AS n, body, personal FROM record
       WHERE operator_id = $1 AND lot_id = $2 AND passage_id = $3 AND stream = 'p'`,
      [key.operatorId, key.lotId, key.passageId],
    );
    for (const row of rows) {
      if (row.body === null) continue;
      const place = { edgeId: row.edge_id, lotId: key.lotId, epoch: row.epoch, n: Number(row.n) };
      const read = readRecordBody(place, row.body);
      if ("problem" in read || read.body.kind !== "decision") continue;
      const findBundle = (sha256: string) => this.#findBundle(key, sha256);
      const opinion: Opinion = await checkPassage(read.body, readPersonal(row.personal), findBundle).catch((error) => {
        log.error(
          { passageId: key.passageId, reason: (error as Error).message },
          "a passage could not be decided again",
        );
        return { verdict: "notChecked", detail: { why: "failed" } };
      });
      return { key, edgeId: row.edge_id, opinion };
    }
    return null;
  }

  async #findBundle({ operatorId, lotId }: PassageKey, sha256: string): Promise<LoadedBundle | null> {
    const name = `${lotId}/${sha256}`;
    const known = this.#bundles.get(name);
    if (known !== undefined) return known;
    const { rows } = await this.#options.pool.query<{ bytes: Buffer }>(
      "SELECT bytes FROM bundle WHERE operator_id = $1 AND lot_id = $2 AND sha256 = $3",
      [operatorId, lotId, sha256],
    );
    const bundle = rows[0] ? loadBundle(new Uint8Array(rows[0].bytes)) : null;
    this.#bundles.set(name, bundle);
    if (this.#bundles.size > bundlesKept) this.#bundles.delete(this.#bundles.keys().next().value!);
    return bundle;
  }
}
