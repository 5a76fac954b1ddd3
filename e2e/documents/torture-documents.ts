import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { digestHex } from "#contracts/digest.ts";
import { encodeDocumentMessage, signDocumentHead } from "#contracts/document.ts";
import { documentEntry, emptyRoot, entryHash, xorRoots } from "#contracts/document-entry.ts";
import { signingKey } from "#contracts/signature.ts";
import { DocumentDb } from "#edge-runner/receive/document-db.ts";
import { type ChaosLot, plateAt } from "./chaos-lot.ts";

type Torn = { at: number; saw: number | null; held: number };

/**
 * Changes the lists while the link loses, repeats and reorders, and the edge restarts; a reader looks all the while. Every
 * round changes the same few vehicles together, so a look-up that is of no single version shows.
 */
export async function tortureLink(
  lot: ChaosLot,
  size: number,
  rounds: number,
): Promise<{ torn: Torn[]; slowestMs: number }> {
  const random = (below: number) => Math.floor(Math.random() * below);
  for (let at = 0; at < size; at += 20_000)
    await lot.change(
      Array.from({ length: Math.min(20_000, size - at) }, (_, i) => at + i),
      "permit",
    );
  await lot.startEdge();
  await lot.caughtUp();
  const first = (await lot.cloud()).version;
  const torn: Torn[] = [];
  const witnesses = [0, 1, 2, 3];
  let isLooking = true;
  const reader = (async () => {
    while (isLooking) {
      await sleep(1);
      const { documents } = lot;
      if (documents === null) continue;
      const held = documents.telemetry()?.grants?.version ?? 0;
      const saw = witnesses.map((at) => lot.look(at));
      // every change touches all of these, so each must be of what is held by now or newer, and none older than one before it
      if (held <= first || held !== (documents.telemetry()?.grants?.version ?? 0)) continue;
      for (const [index, version] of saw.entries())
        if (version === null || version < Math.max(held, saw[index - 1] ?? 0))
          torn.push({ at: index, saw: version, held });
    }
  })();
  let slowestMs = 0;
  for (let round = 0; round < rounds; round++) {
    lot.chaos = { lost: 0.3, twice: 0.3, late: 0.4 };
    for (let i = 0; i < 8; i++) {
      const others = Array.from({ length: 1 + random(30) }, () => 4 + random(size - 4));
      await lot.change([...witnesses, ...others], "permit");
      await sleep(random(40));
    }
    if (round % 3 === 1) {
      await lot.stopEdge();
      await lot.change([...witnesses, 4 + random(size - 4)], "permit");
      await lot.startEdge();
    }
    if (round % 4 === 3)
      await lot.change(Array.from({ length: 3_000 }, (_, i) => (i * 7) % size).concat(witnesses), "permit");
    lot.chaos = { lost: 0, twice: 0.2, late: 0.2 };
    slowestMs = Math.max(slowestMs, await lot.caughtUp());
    const version = (await lot.cloud()).version;
    const saw = new Set(witnesses.map((at) => lot.look(at)));
    if (saw.size !== 1 || !saw.has(version)) torn.push({ at: 0, saw: [...saw][0] ?? null, held: version });
  }
  isLooking = false;
  await reader;
  return { torn, slowestMs };
}

const key = signingKey(new Uint8Array(32).fill(7));

function snapshotOf(version: number, count: number): Uint8Array {
  const lines = Array.from({ length: count }, (_, at) => {
    return documentEntry(plateAt(at), [{ kind: "permit", from: version, until: null }]).line;
  });
  const gzip = gzipSync(lines.map((line) => `${line}\n`).join(""));
  const root = lines.reduce((sum, line) => xorRoots(sum, entryHash(line)), emptyRoot);
  const numbers = { generation: 1, version, from: version, deltasFrom: version, forced: 0, count, root, at: version };
  const what = { kind: "snapshot" as const, lotId: "lot-1", document: "grants" as const, sources: [] };
  return encodeDocumentMessage({ head: signDocumentHead(key, { ...what, ...numbers, body: digestHex(gzip) }), gzip });
}

/** Kills a process at every step of taking a snapshot; each time the edge has all of the old version or all of the new. */
export async function killInFlip(folder: string, count: number): Promise<{ kills: number; old: number; new: number }> {
  fs.mkdirSync(folder, { recursive: true });
  const files = [1, 2].map((version) => path.join(folder, `v${version}`));
  for (const [at, file] of files.entries()) fs.writeFileSync(file, snapshotOf(at + 1, count - at));
  const found = { kills: 0, old: 0, new: 0 };
  const program = await buildProgram();
  const steps = Math.ceil(count / 2_000) + 1;
  const database = path.join(folder, "documents.db");
  for (let step = 0; step < steps; step++) {
    for (const end of ["", "-wal", "-shm"]) fs.rmSync(database + end, { force: true });
    await take(program, database, files[0]!, -1);
    await take(program, database, files[1]!, step);
    found.kills++;
    const db = new DocumentDb(database);
    const state = db.state("grants");
    const isWhole = db.check("grants");
    const last = db.lookup("grants", plateAt(0));
    db.close();
    const version = state?.version ?? 0;
    if (!isWhole || state?.count !== count + 1 - version || !last?.includes(`"from":${version},`))
      throw new Error(`killed at step ${step}: version ${version}, ${state?.count} entries, whole: ${isWhole}`);
    if (version === 1) found.old++;
    else found.new++;
  }
  return found;
}

async function take(program: string, database: string, snapshot: string, stopAt: number): Promise<void> {
  const child = spawn(process.execPath, [program, database, snapshot, String(stopAt)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
    if (said.includes("here")) child.kill("SIGKILL");
  });
  await once(child, "close");
  if (stopAt < 0 && !said.startsWith("applied")) throw new Error(`a snapshot was not taken: ${said}`);
  if (stopAt >= 0 && !said.includes("here")) throw new Error(`step ${stopAt} was never reached: ${said}`);
}

/** One file, so that each of many processes starts at once. */
async function buildProgram(): Promise<string> {
  const root = path.join(import.meta.dirname, "../..");
  const outfile = path.join(root, "dist", "snapshot-process.mjs");
  const entryPoints = [path.join(import.meta.dirname, "snapshot-process.ts")];
  await build({
    absWorkingDir: root,
    entryPoints,
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    external: ["libsql"],
    logLevel: "error",
  });
  return outfile;
}
