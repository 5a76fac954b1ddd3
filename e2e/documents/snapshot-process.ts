import fs from "node:fs";
import { decodeDocumentMessage } from "#contracts/document.ts";
import { limits } from "#contracts/limits.ts";
import { DocumentDb } from "#edge-runner/receive/document-db.ts";

// Takes a snapshot and waits at one of its steps, for the test that kills the process there.
const [file, snapshotFile, stopAt] = process.argv.slice(2) as [string, string, string];
const { head, gzip } = decodeDocumentMessage(new Uint8Array(fs.readFileSync(snapshotFile)), limits.blobBytesMax);
const db = new DocumentDb(file);
let step = 0;
const outcome = db.applySnapshot(head, gzip, () => {
  if (step++ !== Number(stopAt)) return;
  fs.writeSync(1, "here\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
});
fs.writeSync(1, `${outcome.kind} after ${step} steps\n`);
