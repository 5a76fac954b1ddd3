import { randomBytes } from "node:crypto";
import type pg from "pg";
import { hashEdgeCredential } from "../edge-credential.ts";
import { tellBrokers } from "./test-broker.ts";

export type SampleLot = { operatorId: string; lotId: string; edgeId: string; password: string };

/** An operator with one lot and one enrolled edge, of the test's own. */
export async function makeSampleLot(pool: pg.Pool): Promise<SampleLot> {
  const word = randomBytes(4).toString("hex");
  const lot = { operatorId: `op-${word}`, lotId: `lot-${word}`, edgeId: `edge${word}`, password: `password ${word}` };
  await pool.query("INSERT INTO operator (id, name) VALUES ($1, 'Test')", [lot.operatorId]);
  await pool.query(
    "INSERT INTO lot (operator_id, id, name, time_zone, country) VALUES ($1, $2, 'Test', 'Asia/Shanghai', 'CN')",
    [lot.operatorId, lot.lotId],
  );
  for (const [position, direction] of ["entry", "exit"].entries()) {
    await pool.query(
      "INSERT INTO lane (operator_id, lot_id, id, name, direction, position) VALUES ($1, $2, $3, $3, $4::lane_direction, $5)",
      [lot.operatorId, lot.lotId, `${direction}-1`, direction, position],
    );
  }
  await pool.query(
    "INSERT INTO edge (operator_id, lot_id, id, name, credential_hash) VALUES ($1, $2, $3, 'Test', $4)",
    [lot.operatorId, lot.lotId, lot.edgeId, await hashEdgeCredential(lot.password)],
  );
  await tellBrokers(lot.edgeId, lot.password);
  return lot;
}
