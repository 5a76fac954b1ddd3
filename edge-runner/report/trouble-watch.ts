import type { Trouble } from "#contracts/local-record.ts";
import type { Telemetry } from "#contracts/messages.ts";
import type { DiskState, DiskStep } from "./journal-disk.ts";

export type TroubleWatchParts = {
  readonly lateMs: () => number;
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  readonly onTrouble: (trouble: Trouble) => void;
};

const lateFromMs = 1_000;
const jumpFromMs = 2_000;
/** A disk at the edge of a step would say so again and again. */
const easedAfterMs = 60_000;
const severity: readonly DiskStep[] = ["ok", "watch", "low", "critical", "full"];

/** Notices trouble that lasts, and says each episode once: a tight disk, a journal that is late, a clock that jumped. */
export class TroubleWatch {
  readonly #parts: TroubleWatchParts;
  #disk: DiskState;
  #saidStep: DiskStep = "ok";
  #saidAt = Number.NEGATIVE_INFINITY;
  #lateMs = 0;
  #wallAhead: number;

  constructor(parts: TroubleWatchParts, disk: DiskState) {
    this.#parts = parts;
    this.#disk = disk;
    this.#wallAhead = parts.wallMs() - parts.monotonicMs();
  }

  noteDisk(disk: DiskState): void {
    this.#disk = disk;
    this.#sayDisk();
  }

  /** To be called every second. */
  tick(): void {
    const { lateMs, wallMs, monotonicMs, onTrouble } = this.#parts;
    this.#sayDisk();
    const late = lateMs();
    if (late > lateFromMs) this.#lateMs = Math.max(this.#lateMs, late);
    else if (late === 0 && this.#lateMs > 0) {
      onTrouble({ what: "journalLate", waitedMs: Math.round(this.#lateMs) });
      this.#lateMs = 0;
    }
    const ahead = wallMs() - monotonicMs();
    const byMs = Math.round(ahead - this.#wallAhead);
    this.#wallAhead = ahead;
    if (Math.abs(byMs) >= jumpFromMs) onTrouble({ what: "clockJump", byMs });
  }

  /** Why the edge works with less than it should have; empty when all is well. */
  degraded(): NonNullable<Telemetry["degraded"]> {
    const { step } = this.#disk;
    const words: NonNullable<Telemetry["degraded"]> = [];
    if (step === "watch") words.push("diskWatch");
    if (step === "low") words.push("diskLow");
    if (step === "critical") words.push("diskCritical");
    if (step === "full") words.push("diskFull");
    if (this.#parts.lateMs() > lateFromMs) words.push("journalLate");
    return words;
  }

  #sayDisk(): void {
    const { step, usedShare } = this.#disk;
    const now = this.#parts.monotonicMs();
    const isWorse = severity.indexOf(step) > severity.indexOf(this.#saidStep);
    const isEased = step !== this.#saidStep && now - this.#saidAt >= easedAfterMs;
    if (!isWorse && !isEased) return;
    this.#saidStep = step;
    this.#saidAt = now;
    this.#parts.onTrouble({ what: "disk", step, usedShare: Math.min(1, Math.max(0, usedShare)) });
  }
}
