import fs from "node:fs";
import path from "node:path";
import { type DiskBooks, type DiskLane, DiskLot } from "./disk-lot.ts";

export type DiskFaultsOutcome = {
  /** How long each car waited for its barrier; null: longer than anybody's patience. */
  openMs: (number | null)[];
  atWaitingLane: (number | null)[];
  /** The same after the edge has been started anew on that disk; empty where it was not. */
  openAgainMs: (number | null)[];
  lagMs: { p99: number; max: number };
  books: DiskBooks;
};

// An edge whose disk is slow, or can take no further file. The last line says as JSON what came of it.
const [fault, carsText] = process.argv.slice(2) as ["slow" | "noInodes", string];
const cars = Number(carsText);
const disk = new DiskLot();
const hoard = path.join(disk.lot.folder, "hoard");

/** Makes empty files until the disk has no room for another one, however many bytes are free. */
function takeAllInodes(): void {
  fs.mkdirSync(hoard, { recursive: true });
  for (let i = fs.readdirSync(hoard).length; ; i++) {
    try {
      fs.closeSync(fs.openSync(path.join(hoard, String(i)), "w"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
}

async function drive(lane: DiskLane, count: number): Promise<(number | null)[]> {
  const tookMs: (number | null)[] = [];
  for (let i = 0; i < count; i++) {
    if (fault === "noInodes") takeAllInodes();
    tookMs.push(await disk.car(lane));
  }
  return tookMs;
}

await disk.start();
// until the program has been compiled by what it does
for (let i = 0; i < 20; i++) await disk.car("entry-1");
const openMs = await drive("entry-1", cars);
const atWaitingLane = await drive("exit-1", cars);
let openAgainMs: (number | null)[] = [];
if (fault === "noInodes") {
  await disk.lot.stopEdge();
  takeAllInodes();
  await disk.startEdge();
  openAgainMs = await drive("entry-1", cars);
}
const lagMs = disk.lagMs();
fs.rmSync(hoard, { recursive: true, force: true });
const books = await disk.close();
const outcome: DiskFaultsOutcome = { openMs, atWaitingLane, openAgainMs, lagMs, books };
process.stdout.write(`${JSON.stringify(outcome)}\n`);
await disk.lot.stop();
process.exit(0);
