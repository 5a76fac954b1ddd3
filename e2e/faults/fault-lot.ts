import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { signPointer } from "#contracts/pointer.ts";
import type { SigningKey } from "#contracts/signature.ts";
import type { EdgeConfig } from "#edge-runner/edge-config.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { makeClockTable } from "#server/publish/make-clock-table.ts";

export type LotNames = { readonly operatorId: string; readonly lotId: string; readonly edgeId: string };
export type LaneNames = readonly { readonly id: string; readonly name: string; readonly direction: "entry" | "exit" }[];

export const faultLot: LotNames = { operatorId: "fault-operator", lotId: "fault-lot", edgeId: "faultedge1" };
const password = "the fault edge's password";
const timeZone = "Asia/Shanghai";
const rolloutId = "00000000-0000-4000-8000-000000000001";

export type LotAddresses = { mqttUrl: string; edgeHttpUrl: string; cameraPort: number; barrierPort: number };

/** So many entries, and as many exits. */
export function pairsOfLanes(pairs: number): LaneNames {
  const numbers = Array.from({ length: pairs }, (_, index) => index + 1);
  const directions = ["entry", "exit"] as const;
  return directions.flatMap((direction) =>
    numbers.map((n) => ({ id: `${direction}-${n}`, name: `${direction} ${n}`, direction })),
  );
}

/** The edge's enrolment: lanes that never open before the journal has the decision. Returns the file. */
export function writeEnrolment(
  dataDir: string,
  addresses: LotAddresses,
  publicKey: string,
  { edgeId, lotId } = faultLot,
  lanes = pairsOfLanes(1),
): string {
  const lane = (id: string, vendor: "plateRecognizer" | "hikvision"): EdgeConfig["lanes"][number] => ({
    id,
    onJournalFailure: "wait",
    onRuleFailure: "hold",
    barrier: {
      kind: "shelly",
      url: `http://127.0.0.1:${addresses.barrierPort}/${id}`,
      switchId: 0,
      inputId: 0,
      pulseSeconds: 1,
    },
    cameras: [{ id: `${id}-cam`, vendor, token: `token-of-${id}-camera`, sources: ["127.0.0.1/32"] }],
  });
  const config: EdgeConfig = {
    v: 1,
    edgeId,
    lotId,
    country: "CN",
    mqttUrl: addresses.mqttUrl,
    httpUrl: addresses.edgeHttpUrl,
    backlogKbitPerSecond: 256,
    photos: { diskMegabytes: 2_000, meteredMegabytesPerDay: 50 },
    password,
    publicKeys: [publicKey],
    listen: { host: "127.0.0.1", port: addresses.cameraPort },
    lanes: lanes.map(({ id, direction }) => lane(id, direction === "entry" ? "plateRecognizer" : "hikvision")),
  };
  const folder = path.join(dataDir, "edges", edgeId);
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "edge.json");
  fs.writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

/** The lot in the database, pointed at a bundle of the starter rules with a free first half hour. */
export async function storeLot(
  pool: pg.Pool,
  key: SigningKey,
  { operatorId, lotId, edgeId } = faultLot,
  lanes = pairsOfLanes(1),
): Promise<void> {
  await pool.query("INSERT INTO operator (id, name) VALUES ($1, 'Faults') ON CONFLICT DO NOTHING", [operatorId]);
  await pool.query("INSERT INTO lot (operator_id, id, name, time_zone, country) VALUES ($1, $2, 'Faults', $3, 'CN')", [
    operatorId,
    lotId,
    timeZone,
  ]);
  for (const [position, { id, name, direction }] of lanes.entries()) {
    await pool.query(
      `INSERT INTO lane (operator_id, lot_id, id, name, direction, position)
       VALUES ($1, $2, $3, $4, $5::lane_direction, $6)`,
      [operatorId, lotId, id, name, direction, position],
    );
  }
  await pool.query(
    "INSERT INTO edge (operator_id, lot_id, id, name, credential_hash) VALUES ($1, $2, $3, 'Edge', $4)",
    [operatorId, lotId, edgeId, await hashEdgeCredential(password)],
  );
  const draft = {
    tariff: hourlyTariff({
      currency: "CNY",
      rateTableName: "Standard",
      hourMinor: 500,
      freePeriod: { minutes: 30, mode: "onlyIfWithin" },
    }),
    rules: starterRules(),
  };
  const lot = { id: lotId, name: "Faults", timeZone, country: "CN", lanes: [...lanes] };
  const compiled = compileBundle({ draft, lot, clock: makeClockTable(timeZone, Date.now()) });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { sha256, bytes, bundle } = compiled;
  await pool.query(
    `INSERT INTO bundle (operator_id, lot_id, number, sha256, bytes, semantics, draft, note, created_name)
     VALUES ($1, $2, 1, $3, $4, $5, $6, 'stock', 'Faults')`,
    [operatorId, lotId, sha256, Buffer.from(bytes), bundle.semantics, JSON.stringify(draft)],
  );
  await pool.query(
    `INSERT INTO rollout (operator_id, lot_id, id, kind, number, note, started_name)
     VALUES ($1, $2, $3, 'publish', 1, 'stock', 'Faults')`,
    [operatorId, lotId, rolloutId],
  );
  await pool.query(
    "INSERT INTO rollout_edge (operator_id, lot_id, rollout_id, edge_id, generation) VALUES ($1, $2, $3, $4, 1)",
    [operatorId, lotId, rolloutId, edgeId],
  );
  await pool.query(
    `INSERT INTO edge_pointer (operator_id, lot_id, edge_id, generation, number, pointer) VALUES ($1, $2, $3, 1, 1, $4)`,
    [operatorId, lotId, edgeId, JSON.stringify(signPointer(key, { edgeId, lotId, generation: 1, sha256, number: 1 }))],
  );
}
