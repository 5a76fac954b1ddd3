import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { signDocumentHead } from "#contracts/document.ts";
import { documentEntry, emptyRoot, entryHash, xorRoots } from "#contracts/document-entry.ts";
import { signingKey } from "#contracts/signature.ts";
import { DocumentDb } from "#edge-runner/receive/document-db.ts";

/** Puts vehicles on the lists of an edge that is not running, as a snapshot from the cloud does. */
export function fillGrants(file: string, lotId: string, count: number): void {
  const lines = Array.from({ length: count }, (_, at) => {
    return documentEntry(`沪D${String(at).padStart(5, "0")}`, [{ kind: "permit", from: null, until: null }]).line;
  });
  const gzip = gzipSync(lines.map((line) => `${line}\n`).join(""));
  const root = lines.reduce((sum, line) => xorRoots(sum, entryHash(line)), emptyRoot);
  const numbers = { generation: 1, version: 1, from: 1, deltasFrom: 1, forced: 0, count, root, at: Date.now() };
  const body = createHash("sha256").update(gzip).digest("hex");
  const what = { kind: "snapshot" as const, lotId, document: "grants" as const, sources: [], body };
  const head = signDocumentHead(signingKey(new Uint8Array(32).fill(7)), { ...what, ...numbers });
  const db = new DocumentDb(file);
  const { kind } = db.applySnapshot(head, gzip);
  db.close();
  if (kind !== "applied") throw new Error("the edge does not take its lists");
}
