import fs from "node:fs";
import path from "node:path";

/** How tight the journal's disk is: `watch` from 85 %, `low` from 92 %, `critical` from 96 %, `full` when a commit was refused. */
export type DiskStep = "ok" | "watch" | "low" | "critical" | "full";

export type DiskState = {
  readonly step: DiskStep;
  /** 0 to 1. */
  readonly usedShare: number;
  /** Files of reserved space that are still there to be given up. */
  readonly ballasts: number;
};

const stepsFrom: readonly (readonly [share: number, step: DiskStep])[] = [
  [0.96, "critical"],
  [0.92, "low"],
  [0.85, "watch"],
];
/** An error that does not say why is put down to want of room from here on. */
const fullFrom = 0.99;
/** Reserved space comes back only when there is plenty of room. */
const refillBelow = 0.8;
const ballastBytesMax = 4 * 1024 * 1024;
const ballastNames = ["ballast-1", "ballast-2"] as const;

/**
 * Watches the disk of the journal and holds two files of reserved space on it. A full disk refuses even to delete, so
 * the first is given up before it is full, and the second when it is.
 */
export class JournalDisk {
  readonly #folder: string;
  #isFull = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Looks at the disk, and gives up or makes reserved space as it finds it. */
  check(): DiskState {
    const { usedShare, bytes } = this.#usage();
    const step = stepsFrom.find(([share]) => usedShare >= share)?.[1] ?? "ok";
    if (step === "critical") this.#giveUp("ballast-1");
    else if (usedShare < refillBelow) this.#refill(Math.min(ballastBytesMax, Math.floor(bytes / 32)));
    return this.#state(this.#isFull ? "full" : step, usedShare);
  }

  /** A commit was refused. True when it was for want of room and some was given up, so that it is worth another try at once. */
  refused(saysFull: boolean): boolean {
    if (!saysFull && this.#usage().usedShare < fullFrom) return false;
    this.#isFull = true;
    return ballastNames.map((name) => this.#giveUp(name)).some(Boolean);
  }

  /** A commit found room again. */
  accepted(): void {
    this.#isFull = false;
  }

  #state(step: DiskStep, usedShare: number): DiskState {
    const ballasts = ballastNames.filter((name) => fs.existsSync(path.join(this.#folder, name))).length;
    return { step, usedShare: Math.round(usedShare * 1000) / 1000, ballasts };
  }

  /** A disk that does not even say how full it is counts as one without room. */
  #usage(): { usedShare: number; bytes: number } {
    try {
      const { blocks, bavail, bsize } = fs.statfsSync(this.#folder);
      return { usedShare: blocks === 0 ? 0 : 1 - bavail / blocks, bytes: blocks * bsize };
    } catch {
      return { usedShare: 1, bytes: 0 };
    }
  }

  /** What cannot be removed or made now is tried again at the next check. */
  #giveUp(name: string): boolean {
    const file = path.join(this.#folder, name);
    try {
      fs.unlinkSync(file);
      return true;
    } catch {
      return false;
    }
  }

  /** A power cut may leave one that is empty. */
  #holds(file: string, bytes: number): boolean {
    return (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= bytes;
  }

  /** Written and not just reserved: a sparse file holds no room. */
  #refill(bytes: number): void {
    for (const name of ballastNames) {
      const file = path.join(this.#folder, name);
      if (this.#holds(file, bytes)) continue;
      try {
        fs.writeFileSync(file, Buffer.alloc(bytes, 0x62), { mode: 0o600 });
      } catch {
        this.#giveUp(name);
        return;
      }
    }
  }
}
