import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import type { Tx } from "#prisma/db.ts";

const bundlesMax = 32;
const known = new Map<string, LoadedBundle>();

/**
 * A lot's bundle by digest, ready to decide; null when the lot has no such bundle. The newest used stay in memory, by
 * lot and digest: what an edge names in a record must not open another lot's rules.
 */
export async function readLoadedBundle(
  tx: Tx,
  { operatorId, lotId }: { operatorId: string; lotId: string },
  sha256: string,
): Promise<LoadedBundle | null> {
  const name = `${operatorId}/${lotId}/${sha256}`;
  const loaded = known.get(name) ?? (await load(tx, operatorId, lotId, sha256));
  if (!loaded) return null;
  known.delete(name);
  known.set(name, loaded);
  if (known.size > bundlesMax) known.delete(known.keys().next().value!);
  return loaded;
}

async function load(tx: Tx, operatorId: string, lotId: string, sha256: string): Promise<LoadedBundle | null> {
  const where = { operatorId_lotId_sha256: { operatorId, lotId, sha256 } };
  const row = await tx.bundle.findUnique({ where, select: { bytes: true } });
  return row && loadBundle(new Uint8Array(row.bytes));
}
