import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestHex } from "#contracts/digest.ts";
import {
  type DocumentHead,
  decodeDocumentMessage,
  encodeDocumentMessage,
  signDocumentHead,
} from "#contracts/document.ts";
import { limits } from "#contracts/limits.ts";
import { signingKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import { DocumentDb } from "#edge-runner/receive/document-db.ts";
import { ChaosLot, plateAt } from "./chaos-lot.ts";
import { killInFlip, tortureLink } from "./torture-documents.ts";

const size = 2_000;
const everyone = Array.from({ length: size }, (_, at) => at);
const patience = { timeout: 10_000, interval: 20 };
let lot: ChaosLot;

beforeEach(async () => {
  lot = new ChaosLot(process.env.DATABASE_URL!, Math.random);
  await lot.start();
});
afterEach(() => lot.stop());

/** The newest delta that was sent, or else the pointer, changed and signed by somebody. */
function forged(change: Partial<DocumentHead>, key = lot.key): Uint8Array {
  const { head, gzip } = decodeDocumentMessage(
    lot.deltas.at(-1) ?? lot.retained.get("desired/grants")!,
    limits.desiredBytesMax,
  );
  const { v: _v, keyId: _k, signature: _s, ...content } = head;
  return encodeDocumentMessage({ head: signDocumentHead(key, { ...content, ...change }), gzip });
}

async function standing(): Promise<void> {
  await lot.change(everyone, "permit");
  await lot.startEdge();
  await lot.caughtUp();
}

test("lost, repeated and reordered deltas, restarts and snapshots in between: each look-up is of one version, and the edge catches up", async () => {
  const { torn, slowestMs } = await tortureLink(lot, size, 3);
  expect(torn).toEqual([]);
  expect(lot.counts.lost).toBeGreaterThan(5);
  console.log(`documents: ${JSON.stringify(lot.counts)}, caught up within ${Math.round(slowestMs)} ms`);
}, 60_000);

test("killed at any step of a snapshot, an edge has all of one version", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "flip-"));
  try {
    const found = await killInFlip(folder, 3_000);
    expect(found).toEqual({ kills: 3, old: 2, new: 1 });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

describe("what is not to be followed", () => {
  test("a delta of a stranger, of an earlier generation, for another lot, or with other lines changes nothing", async () => {
    await standing();
    await lot.change([1], "block");
    await lot.caughtUp();
    const before = lot.held;
    const stranger = signingKey(new Uint8Array(32).fill(9));
    const { version } = before!;
    const next = { from: version, version: version + 1 };
    const gzip = gzipSync("-nonsense\n");
    for (const message of [
      forged(next, stranger),
      forged({ ...next, lotId: "other-lot" }),
      forged({ ...next, generation: 0 + 1, document: "openSessions" }),
      forged({ ...next, root: "f".repeat(64) }),
      forged({ ...next, body: digestHex(gzip) }),
      toBytes("nonsense\n"),
      lot.deltas.at(-1)!.subarray(0, 40),
    ])
      lot.deliver("delta", message);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await lot.caughtUp();
    expect(lot.held).toMatchObject({ version, count: before!.count });
    expect(lot.look(1)).toBe(version);
  });

  test("a generation only rises, and a cloud that came back from a backup begins another", async () => {
    await standing();
    await lot.pool.query("UPDATE document SET generation = 3 WHERE lot_id = $1", [lot.edge.lotId]);
    await lot.change([1], "permit");
    await lot.caughtUp();
    expect(lot.held).toMatchObject({ generation: 3 });
    lot.deliver("desired/grants", forged({ kind: "pointer", generation: 2, version: 99, from: 99, body: null }));
    // the backup knows nothing of the last versions; the edge says what it holds
    await lot.pool.query("UPDATE document SET generation = 2, version = 1 WHERE lot_id = $1", [lot.edge.lotId]);
    await lot.pool.query(
      `INSERT INTO edge_state (operator_id, lot_id, edge_id, telemetry, telemetry_at) VALUES ($1, $2, $3, $4, now())`,
      [...Object.values(lot.edge), JSON.stringify({ documents: { grants: lot.held } })],
    );
    await lot.caughtUp();
    expect(lot.held).toMatchObject({ generation: 4, version: 1 });
  });

  test("lists that turn against a fifth of their vehicles wait for a person, at the edge too", async () => {
    await standing();
    const before = lot.held!.version;
    await expect(lot.change(everyone.slice(0, 600), "block")).rejects.toThrow(/much of the list/);
    // a cloud that does not ask, for whatever reason
    await lot.change(everyone.slice(0, 600), "block", true);
    await lot.pool.query("UPDATE document SET forced = 0 WHERE lot_id = $1", [lot.edge.lotId]);
    await lot.stopEdge();
    await lot.startEdge();
    await expect.poll(() => lot.held?.refused, patience).toBe("massChange");
    expect(lot.held!.version).toBe(before);
    await lot.pool.query("UPDATE document SET forced = version WHERE lot_id = $1", [lot.edge.lotId]);
    await lot.caughtUp();
    expect(lot.held!.refused).toBeNull();
  });

  test("a document whose disk has altered it is had anew", async () => {
    await standing();
    await lot.stopEdge();
    const file = new Database(path.join(lot.folder, "documents.db"));
    file.prepare("UPDATE entry SET line = replace(line, 'permit', 'allows') WHERE key = ?").run([plateAt(7)]);
    file.close();
    await lot.startEdge();
    await lot.documents!.check();
    const isSound = () => {
      const db = new DocumentDb(path.join(lot.folder, "documents.db"));
      try {
        return db.check("grants");
      } finally {
        db.close();
      }
    };
    await expect.poll(isSound, patience).toBe(true);
    expect(lot.look(7)).toBe(1);
  });
});
