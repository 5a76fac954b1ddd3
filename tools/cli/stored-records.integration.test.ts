import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeRecord } from "#contracts/record.ts";
import { upTopic } from "#contracts/topics.ts";
import { compileBundle } from "#engine/compile/compile-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { inTransaction } from "#server/link/in-transaction.ts";
import { makeSampleLot, type SampleLot } from "#server/link/testing/sample-lot.ts";
import { TestCloud } from "#server/link/testing/test-cloud.ts";
import { TestJournal } from "#server/link/testing/test-journal.ts";
import { makeClockTable } from "#server/publish/make-clock-table.ts";
import { commitRecords } from "#server/report/commit-records.ts";
import { projectFolder } from "../freshness.ts";

const databaseUrl = process.env.DATABASE_URL!;
const epoch = "0123456789abcdef";
const cloud = new TestCloud(databaseUrl);
let lot: SampleLot;
let journal: TestJournal;

beforeAll(async () => {
  [lot, journal] = await storeRecords(5);
});
afterAll(() => cloud.stop());

async function storeRecords(count: number): Promise<[SampleLot, TestJournal]> {
  const lot = await makeSampleLot(cloud.pool);
  const journal = new TestJournal(lot.edgeId, lot.lotId, epoch);
  for (let n = 1; n <= count; n += 1) journal.decide();
  const edge = { operatorId: lot.operatorId, lotId: lot.lotId, edgeId: lot.edgeId };
  const arrivals = journal.frames.map(({ n }) => {
    const payload = journal.wire(n);
    return { edge, topic: upTopic(lot.edgeId, "record"), payload, frame: decodeRecord(lot.edgeId, payload) };
  });
  await inTransaction(cloud.pool, (sql) => commitRecords(sql, arrivals));
  return [lot, journal];
}

function liftgate(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const program = [path.join(projectFolder, "tools/liftgate.mjs"), ...args];
  const options = { encoding: "utf8", env: { ...process.env, ...env } } as const;
  const { stdout, stderr, status } = spawnSync(process.execPath, program, options);
  return {
    answers: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
    stderr,
    status,
  };
}

const passagesOf = async ({ lotId }: SampleLot) =>
  cloud.rows("SELECT * FROM passage WHERE lot_id = $1 ORDER BY passage_id", [lotId]);

test("the stored records of an edge are proved, and what is gone is found", async () => {
  const [other] = await storeRecords(4);
  const proof = { stream: "p", epoch, first: 1, last: 5, count: 5, erased: 0, headHash: journal.last?.hash };
  expect(liftgate(["journal", "verify", "--stored", "--edge", lot.edgeId])).toEqual({
    answers: [{ ...proof, findings: [], complete: true }],
    stderr: "",
    status: 0,
  });
  await cloud.pool.query("DELETE FROM record WHERE edge_id = $1 AND n = 2", [other.edgeId]);
  const { answers, status } = liftgate(["journal", "verify", "--stored", "--edge", other.edgeId]);
  expect(status).toBe(1);
  expect(answers).toMatchObject([{ count: 3, complete: false, findings: [{ kind: "hole", first: 2, last: 2 }] }]);
});

test("the address of the start in the checkout will do", () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-address-"));
  const env = { DATABASE_URL: "", LIFTGATE_DATA_DIR: dataDir };
  const before = liftgate(["journal", "verify", "--stored", "--edge", lot.edgeId], env);
  expect(before).toMatchObject({ status: 2, stderr: expect.stringContaining("set DATABASE_URL") });
  fs.mkdirSync(path.join(dataDir, "secrets"));
  fs.writeFileSync(path.join(dataDir, "secrets/database-url"), `${databaseUrl}\n`);
  expect(liftgate(["journal", "verify", "--stored", "--edge", lot.edgeId], env)).toMatchObject({ status: 0 });
  fs.rmSync(dataDir, { recursive: true });
});

test("the passages of one lot are made again, and those of every lot", async () => {
  const [other] = await storeRecords(3);
  const before = [await passagesOf(lot), await passagesOf(other)];
  await cloud.pool.query("UPDATE passage SET plate_text = 'wrong'");
  await cloud.pool.query("DELETE FROM passage WHERE lot_id = $1", [other.lotId]);
  const one = liftgate(["passages", "rebuild", "--lot", lot.lotId]);
  expect(one).toMatchObject({ answers: [{ lot: lot.lotId, passages: 5 }], status: 0 });
  expect(one.stderr).toBe(`liftgate: ${lot.lotId}: 5 passages so far\n`);
  expect(await passagesOf(lot)).toEqual(before[0]);
  expect(await passagesOf(other)).toEqual([]);
  const { answers, status } = liftgate(["passages", "rebuild"]);
  expect(status).toBe(0);
  expect(answers).toContainEqual({ lot: other.lotId, passages: 3 });
  expect([await passagesOf(lot), await passagesOf(other)]).toEqual(before);
});

test.each([
  [["journal", "verify", "--stored", "--edge", "nobody"], {}, /there is no edge nobody/],
  [["passages", "rebuild", "--lot", "nowhere"], {}, /there is no lot nowhere/],
  [["passages", "rebuild"], { DATABASE_URL: "postgresql://127.0.0.1:1/none" }, /the database cannot be read: .*ECONN/],
  [["passages", "rebuild"], { DATABASE_URL: "here" }, /DATABASE_URL is not an address/],
])("%j with %j ends with code 2 and words", (args, env, words) => {
  const { answers, stderr, status } = liftgate(args, env);
  expect({ answers, status }).toEqual({ answers: [], status: 2 });
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("stored passages of a lot are replayed", () => {
  const lanes = [{ id: "exit-1", name: "Exit", direction: "exit" as const }];
  const setting = { id: lot.lotId, name: "Lot", timeZone: "UTC", country: "DE", lanes };
  const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Standard", hourMinor: 300 });
  const draft = { tariff, rules: starterRules() };
  const compiled = compileBundle({ draft, lot: setting, clock: makeClockTable("UTC", Date.now()) });
  if (!compiled.ok) throw new Error("the starter draft does not compile");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-replay-"));
  const bundle = path.join(folder, "bundle.json");
  fs.writeFileSync(bundle, compiled.bytes);
  const args = ["replay", "--before", bundle, "--after", bundle, "--stored", "--json", "--lot"];
  const { answers, status } = liftgate([...args, lot.lotId]);
  expect({ status, result: answers.at(-1)?.result }).toMatchObject({ status: 0, result: { passages: 5, changed: 0 } });
  expect(liftgate([...args, "no-such-lot"])).toMatchObject({ status: 2, stderr: expect.stringMatching(/no lot/) });
  fs.rmSync(folder, { recursive: true });
});
