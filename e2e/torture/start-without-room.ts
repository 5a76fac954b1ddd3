import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { fillDisk } from "./fill-disk.ts";

// A writer of a journal is killed, the disk (a small tmpfs that TMPDIR names) fills to its last byte, and the writer
// comes back. Says as JSON what it found, and whether it writes again once there is room.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "full-"));
const filler = path.join(folder, "filler");
const writer = fileURLToPath(new URL("./power-cut-process.ts", import.meta.url));

async function life(onLine: (line: { n?: number; last?: number }, kill: () => void) => void): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, folder, "FULL"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface({ input: child.stdout }).on("line", (line) => onLine(JSON.parse(line), () => child.kill("SIGKILL")));
  await once(child, "close");
}

let told = 0;
await life(({ n }, kill) => {
  told = Math.max(told, n ?? 0);
  if (told >= 200) kill();
});
for (const name of ["ballast-1", "ballast-2"]) fs.rmSync(path.join(folder, name), { force: true });
fillDisk(filler);
const { bavail } = fs.statfsSync(folder);
let last: number | null = null;
let again = 0;
await life((line, kill) => {
  if (line.last !== undefined) {
    last = line.last;
    setTimeout(() => fs.rmSync(filler), 1_000);
  }
  again = Math.max(again, line.n ?? 0);
  if (again > told + 100) kill();
});
process.stdout.write(`${JSON.stringify({ blocksFree: bavail, told, last, again })}\n`);
