import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { verifyJournal } from "../faults/check-books.ts";
import { cannotCompile, cannotCutPower, cannotMountTmpfs } from "./can-run.ts";
import { CutDisk } from "./cut-disk.ts";
import type { DiskFaultsOutcome } from "./disk-faults-process.ts";
import { isFull } from "./lab/run-lab.ts";
import type { ReadOnlyOutcome } from "./read-only-process.ts";
import { runOnDisk } from "./run-on-disk.ts";

const reason = cannotMountTmpfs();
const readOnlyReason = cannotCutPower();
const slowReason = reason ?? cannotCompile();
const cars = isFull ? 100 : 15;
/** What is promised is 200 ms, and 50 ms for the loop, on a machine that does nothing else: here others may use it. */
const openMsMax = 1_000;
const lagMsMax = 200;

function tell(name: string, { openMs, atWaitingLane, openAgainMs, lagMs, books }: DiskFaultsOutcome): void {
  const p99 = (times: readonly (number | null)[]) =>
    [...times].sort((a, b) => Number(a) - Number(b)).at(-1 - Math.floor(times.length / 100));
  const again = openAgainMs.length === 0 ? "" : `, after a start on it ${p99(openAgainMs)} ms`;
  console.log(
    `${name}: ${books.sent} cars, barrier p99 ${p99(openMs)} ms, where the lane waits ${p99(atWaitingLane)} ms${again}; ` +
      `${books.late} opened ahead of the journal; loop p99 ${lagMs.p99} ms, max ${lagMs.max} ms`,
  );
}

function expectWhole({ openMs, openAgainMs, lagMs, books }: DiskFaultsOutcome): void {
  for (const ms of [...openMs, ...openAgainMs]) expect(ms).toBeLessThan(openMsMax);
  expect(books).toMatchObject({
    answered: books.sent,
    decisions: books.sent,
    records: 2 * books.sent,
    inCloud: 2 * books.sent,
    openings: books.sent,
    openingsWithoutRecord: 0,
    openedTwice: 0,
    findings: [],
    fatal: [],
  });
  expect(lagMs.p99).toBeLessThan(lagMsMax);
}

describe.skipIf(slowReason !== null)(
  `T5: an edge on a slow disk${slowReason === null ? "" : ` (skipped: ${slowReason})`}`,
  () => {
    let folder = "";
    let shim = "";
    beforeAll(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "slow-fsync-"));
      shim = path.join(folder, "slow-fsync.so");
      const source = fileURLToPath(new URL("./slow-fsync.c", import.meta.url));
      execFileSync("cc", ["-shared", "-fPIC", "-O2", "-o", shim, source, "-ldl"]);
    });
    afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

    it.each(isFull ? [20, 60, 300] : [60])(
      "that takes %i ms for each flush keeps no car waiting, and loses nothing",
      (slowMs) => {
        const env = { PRELOAD: shim, SLOW_FSYNC_MS: String(slowMs) };
        const outcome = runOnDisk<DiskFaultsOutcome>(
          "size=64m",
          "./disk-faults-process.ts",
          ["slow", String(cars)],
          env,
        );
        tell(`each flush ${slowMs} ms`, outcome);
        expectWhole(outcome);
        // what waits for its journal cannot be faster than the disk
        for (const ms of outcome.atWaitingLane) expect(ms).toBeGreaterThanOrEqual(slowMs);
        if (slowMs > 80) expect(outcome.books.late).toBeGreaterThan(0);
      },
    );
  },
);

describe.skipIf(reason !== null)(
  `T5: an edge on a disk without an inode${reason === null ? "" : ` (skipped: ${reason})`}`,
  () => {
    it("serves cars, also after it has been started on it, and loses nothing", () => {
      const args = ["noInodes", String(cars)];
      const outcome = runOnDisk<DiskFaultsOutcome>("size=64m,nr_inodes=400", "./disk-faults-process.ts", args);
      tell("no inode", outcome);
      expectWhole(outcome);
      for (const ms of outcome.atWaitingLane) expect(ms).toBeLessThan(openMsMax);
    });
  },
);

describe.skipIf(readOnlyReason !== null)(
  `T5: an edge on a disk that goes read-only${readOnlyReason === null ? "" : ` (skipped: ${readOnlyReason})`}`,
  () => {
    let disk: CutDisk;
    beforeAll(() => {
      disk = new CutDisk(64);
    });
    afterAll(() => disk.throwAway());

    it("opens where that is the lane's policy and nowhere else, and keeps what it had", () => {
      disk.powerOn();
      const file = fileURLToPath(new URL("./read-only-process.ts", import.meta.url));
      const env = { ...process.env, TMPDIR: disk.mount };
      const args = ["--import", "tsx", file, disk.mount, String(cars)];
      const run = spawnSync(process.execPath, args, { env, encoding: "utf8", timeout: 300_000 });
      expect(run.status, run.stderr.slice(-2_000)).toBe(0);
      disk.powerOff();
      const outcome = JSON.parse(run.stdout.trim().split("\n").at(-1)!) as ReadOnlyOutcome;
      const { openMs, atWaitingLane, recorded, journalFile } = outcome;
      console.log(`read-only: ${cars} cars, slowest ${Math.max(...openMs.map(Number))} ms`);
      for (const ms of openMs) expect(ms).not.toBeNull();
      expect(atWaitingLane).toBeNull();
      disk.powerOn();
      const journal = readJournal(journalFile);
      expect(verifyJournal(journal).findings).toEqual([]);
      const passages = journal.records("p").map(({ body }) => JSON.parse(Buffer.from(body!).toString()).passageId);
      expect(recorded).toHaveLength(cars);
      expect(recorded.filter((passageId) => !passages.includes(passageId))).toEqual([]);
    });
  },
);
