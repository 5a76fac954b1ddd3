import type pg from "pg";
import { signPointer } from "#contracts/pointer.ts";
import type { SigningKey } from "#contracts/signature.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { makeClockTable } from "../../publish/make-clock-table.ts";
import type { SampleLot } from "./sample-lot.ts";

/** A bundle of the starter rules and an hourly tariff, stored under its number. */
export async function storeSampleBundle(
  pool: pg.Pool,
  lot: SampleLot,
  { number, hourMinor = 500 }: { number: number; hourMinor?: number },
): Promise<LoadedBundle> {
  const draft = {
    tariff: hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor }),
    rules: starterRules(),
  };
  const lanes = [
    { id: "entry-1", name: "Entry", direction: "entry" as const },
    { id: "exit-1", name: "Exit", direction: "exit" as const },
  ];
  const setting = { id: lot.lotId, name: "Test", timeZone: "Asia/Shanghai", country: "CN", lanes };
  const compiled = compileBundle({ draft, lot: setting, clock: makeClockTable("Asia/Shanghai", Date.now()) });
  if (!compiled.ok) throw new Error(`the sample does not compile: ${JSON.stringify(compiled.diagnostics)}`);
  await pool.query(
    `INSERT INTO bundle (operator_id, lot_id, number, sha256, bytes, semantics, draft, note, created_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'test', 'Test')`,
    [
      lot.operatorId,
      lot.lotId,
      number,
      compiled.sha256,
      Buffer.from(compiled.bytes),
      compiled.bundle.semantics,
      JSON.stringify(draft),
    ],
  );
  return loadBundle(compiled.bytes);
}

/** Points the lot's edge at a bundle, as a publish does: a rollout, a signed pointer, a word to the link. */
export async function pointSampleEdge(
  pool: pg.Pool,
  key: SigningKey,
  lot: SampleLot,
  target: { rolloutId: string; generation: number; number: number; sha256: string },
): Promise<void> {
  const { operatorId, lotId, edgeId } = lot;
  const { rolloutId, generation, number, sha256 } = target;
  const pointer = signPointer(key, { edgeId, lotId, generation, sha256, number });
  await pool.query(
    `INSERT INTO rollout (operator_id, lot_id, id, kind, number, note, started_name)
     VALUES ($1, $2, $3, 'publish', $4, 'test', 'Test')`,
    [operatorId, lotId, rolloutId, number],
  );
  await pool.query(
    "INSERT INTO rollout_edge (operator_id, lot_id, rollout_id, edge_id, generation) VALUES ($1, $2, $3, $4, $5)",
    [operatorId, lotId, rolloutId, edgeId, generation],
  );
  await pool.query(
    `INSERT INTO edge_pointer (operator_id, lot_id, edge_id, generation, number, pointer) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (operator_id, lot_id, edge_id) DO UPDATE
       SET generation = excluded.generation, number = excluded.number, pointer = excluded.pointer`,
    [operatorId, lotId, edgeId, generation, number, JSON.stringify(pointer)],
  );
  await pool.query("SELECT pg_notify('liftgate_desired', $1)", [JSON.stringify({ operatorId, lotId, edgeId })]);
}
