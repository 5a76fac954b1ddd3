import { execFileSync } from "node:child_process";
import { type DiskLane, DiskLot } from "./disk-lot.ts";

export type ReadOnlyOutcome = {
  journalFile: string;
  /** Openings while the disk was sound, by the passage that each is of. */
  recorded: string[];
  openMs: (number | null)[];
  atWaitingLane: number | null;
};

// An edge whose disk, which the first argument names and TMPDIR stands on, finds itself broken and goes read-only.
const [mount, carsText] = process.argv.slice(2) as [string, string];
const cars = Number(carsText);
const disk = new DiskLot();

async function drive(lane: DiskLane): Promise<(number | null)[]> {
  const tookMs: (number | null)[] = [];
  for (let i = 0; i < cars; i++) tookMs.push(await disk.car(lane));
  return tookMs;
}

await disk.start();
await drive("entry-1");
const recorded = disk.lot.openings.map(({ commandId }) => commandId);
execFileSync("mount", ["-o", "remount,abort", mount]);
const openMs = await drive("entry-1");
const atWaitingLane = await disk.car("exit-1", 1_500);
const outcome: ReadOnlyOutcome = { journalFile: `${disk.lot.folder}/journal.db`, recorded, openMs, atWaitingLane };
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.exit(0);
