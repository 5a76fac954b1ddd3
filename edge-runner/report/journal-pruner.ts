import type Database from "libsql";
import { type JournalChange, journalStatements } from "./journal-schema.ts";

type Bound = readonly [stream: string, epoch: string, n: number, at: number];

/** Pages given back to the disk in one step. With the records of one step about 10 ms on a slow machine. */
const pagesPerStep = 100;

/**
 * Deletes records that are no longer needed and gives their room back to the disk, a little at a time: a car's commit
 * never waits behind more than one step.
 */
export class JournalPruner {
  readonly #db: Database.Database;
  readonly #remove: Database.Statement;
  readonly #bounds = new Map<string, Bound>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#remove = db.prepare(journalStatements.pruneRecords);
  }

  /** From now on records below this bound may go. */
  release(values: JournalChange["values"]): void {
    const bound = values as unknown as Bound;
    this.#bounds.set(`${bound[0]} ${bound[1]}`, bound);
  }

  /** One step. True when there is more to do. */
  step(): boolean {
    for (const [key, bound] of this.#bounds) {
      if (this.#remove.run([...bound]).changes > 0) break;
      this.#bounds.delete(key);
    }
    const isVacuumed = this.#freePages() > 0 && this.#vacuum();
    return this.#bounds.size > 0 || isVacuumed;
  }

  #vacuum(): boolean {
    this.#db.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
    return this.#freePages() > 0;
  }

  #freePages(): number {
    const row = this.#db.prepare("PRAGMA freelist_count").get() as { freelist_count: number };
    return row.freelist_count;
  }
}
