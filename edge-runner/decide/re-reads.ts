import { createHash } from "node:crypto";
import type { Journal } from "../report/journal.ts";
import type { JournalChange } from "../report/journal-schema.ts";

/** Another reading of the same plate at the same lane within this time is the same car. */
const reReadMs = 10_000;

type Reading = { readonly passageId: string; readonly monotonicMs: number; count: number };
type Moment = { readonly monotonicMs: number; readonly nowMs: number };

/**
 * The last readings of one lane. A camera that reads a car twice, or two cameras that read it once each, make one
 * passage: the first reading decides, the later ones are noted. Kept in the journal too, for the process after this one.
 */
export class ReReads {
  readonly #laneId: string;
  readonly #journal: Pick<Journal, "read">;
  readonly #byPlate = new Map<string, Reading>();

  constructor(laneId: string, journal: Pick<Journal, "read">) {
    this.#laneId = laneId;
    this.#journal = journal;
  }

  /** The passage that this reading belongs to, and how many re-readings it has had; null for a car that is new here. */
  find(plateText: string, moment: Moment): { passageId: string; count: number } | null {
    if (plateText === "") return null;
    const reading = this.#byPlate.get(plateText) ?? this.#earlier(plateText, moment);
    if (reading === null || moment.monotonicMs - reading.monotonicMs > reReadMs) return null;
    reading.count++;
    return { passageId: reading.passageId, count: reading.count };
  }

  /** Notes the reading that a passage was decided by, and gives the change that makes it last. */
  note(plateText: string, passageId: string, moment: Moment): JournalChange[] {
    if (plateText === "") return [];
    for (const [plate, { monotonicMs }] of this.#byPlate)
      if (moment.monotonicMs - monotonicMs > reReadMs) this.#byPlate.delete(plate);
    this.#byPlate.set(plateText, { passageId, monotonicMs: moment.monotonicMs, count: 0 });
    return [{ statement: "noteReading", values: [...this.#key(plateText), passageId, moment.nowMs] }];
  }

  /** What a process before this one noted. Only cloud time can say how long ago that was. */
  #earlier(plateText: string, { monotonicMs, nowMs }: Moment): Reading | null {
    const noted = this.#journal.read.cameraEvent(...this.#key(plateText));
    if (noted === null || noted.at > nowMs || nowMs - noted.at > reReadMs) return null;
    const reading = { passageId: noted.passageId, monotonicMs: monotonicMs - (nowMs - noted.at), count: 0 };
    this.#byPlate.set(plateText, reading);
    return reading;
  }

  /** Stands among the events of cameras under a name that no camera can have. */
  #key(plateText: string): [string, string] {
    return [`lane:${this.#laneId}`, `plate:${createHash("sha256").update(plateText).digest("hex").slice(0, 32)}`];
  }
}
