import fs from "node:fs";
import path from "node:path";
import { waitFor } from "#edge-runner/testing/test-lot.ts";
import { DiskLot } from "./disk-lot.ts";

// An edge whose disk, a small tmpfs that TMPDIR names, fills up under it. The last line says as JSON what came of it.
const disk = new DiskLot();
const { folder } = disk.lot;
const filler = path.join(folder, "filler");

const ballasts = () => ["ballast-1", "ballast-2"].filter((name) => fs.existsSync(path.join(folder, name))).length;

function usedShare(): number {
  const { blocks, bavail } = fs.statfsSync(folder);
  return 1 - bavail / blocks;
}

/** Takes room until so much of the disk is used; 1 takes all there is. */
function fillTo(share: number): void {
  const handle = fs.openSync(filler, "a");
  try {
    while (share === 1 || usedShare() < share) fs.writeSync(handle, Buffer.alloc(8 * 1024, 0x66));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    fs.closeSync(handle);
  }
}

async function fillUntilSaid(
  share: number,
  word: string,
): Promise<{ said: boolean; ballasts: number; openMs: number | null }> {
  fillTo(share);
  const isSaid = () => disk.warnings.some((reason) => reason.includes(`the disk is ${word}`));
  await waitFor(isSaid, word, 5_000).catch(() => undefined);
  return { said: isSaid(), ballasts: ballasts(), openMs: await disk.car("entry-1") };
}

await disk.start();
await waitFor(() => ballasts() === 2, "both ballasts");
const quietMs = await disk.car("entry-1");
const watch = await fillUntilSaid(0.86, "watch");
const low = await fillUntilSaid(0.93, "low");
const critical = await fillUntilSaid(0.97, "critical");

// full: what is given up is taken at once by whoever fills the disk
const openMs: (number | null)[] = [];
for (let i = 0; i < 8; i++) {
  fillTo(1);
  openMs.push(await disk.car("entry-1"));
}
const full = {
  said: disk.warnings.some((reason) => reason.includes("the disk is full")),
  ballasts: ballasts(),
  openMs,
  atWaitingLane: await disk.car("exit-1", 1_000),
  onDisk: disk.lot.journal().records("p").length,
};
const lagMs = disk.lagMs();
fs.rmSync(filler);
const books = await disk.close();
await waitFor(() => ballasts() === 2, "the ballasts are back").catch(() => undefined);
const after = { ...books, ballasts: ballasts() };
process.stdout.write(`${JSON.stringify({ quietMs, watch, low, critical, full, after, lagMs })}\n`);
await disk.lot.stop();
process.exit(0);
