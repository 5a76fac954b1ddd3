import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { hexToBytes } from "@noble/hashes/utils.js";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { keepGoodCopy, readGoodCopy } from "../good-copy.ts";

const fileName = "edge.key";

/** The key with which this edge signs its checkpoints, made at its first start. It never leaves the edge. */
export function edgeKey(folder: string): SigningKey {
  const file = path.join(folder, fileName);
  const stored = readSeed(() => fs.readFileSync(file, "utf8")) ?? readSeed(() => readGoodCopy(file));
  const seed = stored ?? randomBytes(32).toString("hex");
  if (stored === null) fs.writeFileSync(file, `${seed}\n`, { mode: 0o600, flush: true });
  keepGoodCopy(file, `${seed}\n`);
  return signingKey(hexToBytes(seed));
}

/** null for a file that is not there, or that a power cut left half written. */
function readSeed(read: () => string | null): string | null {
  try {
    return /^([0-9a-f]{64})\n$/.exec(read() ?? "")?.[1] ?? null;
  } catch {
    return null;
  }
}
