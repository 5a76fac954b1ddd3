import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import type { BenchRow } from "../bench-row.ts";
import { row } from "../row.ts";
import { inputRow, noteInputs } from "./input-times.ts";
import { timeRows } from "./key-times.ts";
import { openPage, withBrowser } from "./open-browser.ts";
import type { RunningConsole } from "./running-console.ts";

const lotCount = 500;
const tickCount = 20;
const openMaxMs = 2_000;
const tickMaxMs = 1_000;
const model = "riverside-p1";
const beginTimeoutMs = 300_000;

/** A rollout to many lots: its beginning, opening its page, and what an edge says until the page shows it. */
export async function manyLots(console: RunningConsole): Promise<BenchRow[]> {
  const db = new pg.Client({ connectionString: console.databaseUrl });
  await db.connect();
  const operatorId = `bench-${randomBytes(4).toString("hex")}`;
  try {
    const lotIds = await seedLots(db, operatorId, console.email);
    return await measure(console, db, { operatorId, lotIds });
  } finally {
    await removeOperator(db, operatorId).finally(() => db.end());
  }
}

type Seeded = { readonly operatorId: string; readonly lotIds: readonly string[] };

async function measure(console: RunningConsole, db: pg.Client, { operatorId, lotIds }: Seeded): Promise<BenchRow[]> {
  const planId = await seedPlan(db, operatorId);
  const begunMs = await begin(console, { operatorId, planId });
  return withBrowser(async (browser) => {
    const startedAt = performance.now();
    const page = await openPage(browser, console, `/lots/${lotIds[0]}/rollouts/plans/${planId}`);
    await page.getByText(`0 of ${lotCount} lots live`).first().waitFor({ timeout: 60_000 });
    const openMs = performance.now() - startedAt;
    const inputs = await noteInputs(page);
    const ticks: number[] = [];
    for (let live = 1; live <= tickCount; live += 1) {
      const saidAt = performance.now();
      await sayLive(db, { operatorId, lotId: lotIds[live]!, told: lotIds[0]!, planId });
      await page.getByText(`${live} of ${lotCount} lots live`).first().waitFor({ timeout: 60_000 });
      ticks.push(performance.now() - saidAt);
    }
    await page.getByRole("button", { name: /more lots$/ }).click();
    await page.getByText(`${lotIds[100]}`).first().waitFor();
    const response = await inputs();
    const listedAt = performance.now();
    await page.goto(`${console.web}/lots`);
    await page
      .getByText(`${lotIds.at(-1)}`)
      .first()
      .waitFor({ timeout: 60_000 });
    const listMs = performance.now() - listedAt;
    return [
      row(`${lotCount} lots: rollout begun`, begunMs / 1_000, "s"),
      row(`${lotCount} lots: rollout's page open`, openMs, "ms", {
        target: `<= ${openMaxMs} ms`,
        met: openMs <= openMaxMs,
      }),
      ...timeRows(`${lotCount} lots: an edge's step until it shows`, ticks, tickMaxMs),
      inputRow(`${lotCount} lots: response to input`, response),
      row(`${lotCount} lots: list of lots open`, listMs, "ms", {
        target: `<= ${openMaxMs} ms`,
        met: listMs <= openMaxMs,
      }),
    ];
  });
}

/** Waits until every lot has its rollout; the time that took. */
async function begin({ api }: RunningConsole, plan: { operatorId: string; planId: string }): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const { lots } = await api.plans.get.query(plan);
    const ms = performance.now() - startedAt;
    if (lots.every(({ rolloutId }) => rolloutId !== null)) return ms;
    if (ms > beginTimeoutMs) throw new Error("the rollout has not begun everywhere");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

type Step = { operatorId: string; lotId: string; told: string; planId: string };

/** What the ingest writes and tells when an edge says that it runs the version. */
async function sayLive(db: pg.Client, { operatorId, lotId, told, planId }: Step): Promise<void> {
  await db.query("UPDATE rollout_edge SET step = 'live', live_at = now() WHERE operator_id = $1 AND lot_id = $2", [
    operatorId,
    lotId,
  ]);
  const tick = JSON.stringify({ operatorId, lotId: told, rolloutId: planId });
  await db.query("SELECT pg_notify('liftgate_rollout', $1)", [tick]);
}

/** An operator with lots like the demo's, each with an edge that is online, all of them the person's. */
async function seedLots(db: pg.Client, operatorId: string, email: string): Promise<string[]> {
  const lots = `(SELECT $1::text AS operator_id, $1 || '-' || to_char(n, 'FM0000') AS lot_id
    FROM generate_series(1, ${lotCount}) AS n) AS m`;
  const statements = [
    `INSERT INTO operator (id, name) SELECT $1, $1 WHERE $2 <> ''`,
    `INSERT INTO member (operator_id, user_id, role, all_lots) SELECT $1, id, 'owner', true FROM "user" WHERE email = $2`,
    `INSERT INTO lot (operator_id, id, name, time_zone, country)
     SELECT m.operator_id, m.lot_id, m.lot_id, l.time_zone, l.country FROM ${lots} JOIN lot l ON l.id = $2`,
    `INSERT INTO lane (operator_id, lot_id, id, name, direction, position)
     SELECT m.operator_id, m.lot_id, l.id, l.name, l.direction, l.position FROM ${lots} JOIN lane l ON l.lot_id = $2`,
    `INSERT INTO draft (operator_id, lot_id, content, updated_name)
     SELECT m.operator_id, m.lot_id, d.content, 'bench' FROM ${lots} JOIN draft d ON d.lot_id = $2`,
    `INSERT INTO bundle (operator_id, lot_id, number, sha256, bytes, semantics, draft, note, created_name)
     SELECT m.operator_id, m.lot_id, 1, b.sha256, b.bytes, b.semantics, b.draft, b.note, 'bench'
     FROM ${lots} JOIN lot l ON l.id = $2 JOIN bundle b ON b.lot_id = l.id AND b.number = l.live_number`,
    `UPDATE lot SET last_bundle_number = 1 WHERE operator_id = $1 AND $2 <> ''`,
    `INSERT INTO edge (operator_id, lot_id, id, name, credential_hash)
     SELECT m.operator_id, m.lot_id, 'e' || substr(md5(m.lot_id), 1, 9), 'Edge', '-' FROM ${lots} WHERE $2 <> ''`,
    `INSERT INTO edge_state (operator_id, lot_id, edge_id, online)
     SELECT operator_id, lot_id, id, true FROM edge WHERE operator_id = $1 AND $2 <> ''`,
  ];
  for (const [index, statement] of statements.entries()) {
    await db.query(statement, [operatorId, index === 1 ? email : model]);
  }
  const { rows } = await db.query<{ id: string }>("SELECT id FROM lot WHERE operator_id = $1 ORDER BY id", [
    operatorId,
  ]);
  return rows.map(({ id }) => id);
}

/** A rollout of every lot's version at once, as it stands when somebody has made it. */
async function seedPlan(db: pg.Client, operatorId: string): Promise<string> {
  const planId = randomUUID();
  await db.query("BEGIN");
  await db.query(
    `INSERT INTO rollout_plan
       (operator_id, id, start_at, hold_minutes, guards, on_failure, note, started_by_id, started_name)
     SELECT operator_id, $2::uuid, now(), 0, '[]', 'tell', 'Bench', user_id, 'bench' FROM member WHERE operator_id = $1`,
    [operatorId, planId],
  );
  await db.query(
    `INSERT INTO rollout_plan_lot (operator_id, plan_id, lot_id, wave, number)
     SELECT operator_id, $2::uuid, id, 0, 1 FROM lot WHERE operator_id = $1`,
    [operatorId, planId],
  );
  await db.query("COMMIT");
  return planId;
}

/** Takes everything of the operator away again, whichever table has come to hold some. */
async function removeOperator(db: pg.Client, operatorId: string): Promise<void> {
  await db.query("ROLLBACK"); // of what went wrong half-way
  const { rows } = await db.query<{ name: string }>(
    `SELECT format('%I', c.table_name) AS name FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'operator_id' AND t.table_type = 'BASE TABLE'`,
  );
  await db.query("BEGIN");
  // Their order would have to follow every reference; what goes is a closed whole.
  await db.query("SET LOCAL session_replication_role = replica");
  for (const { name } of rows) await db.query(`DELETE FROM ${name} WHERE operator_id = $1`, [operatorId]);
  await db.query("DELETE FROM operator WHERE id = $1", [operatorId]);
  await db.query("COMMIT");
}
