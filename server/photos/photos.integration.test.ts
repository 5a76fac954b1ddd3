import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LocalBody } from "#contracts/local-record.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { openPool } from "../link/open-pool.ts";
import { TestJournal } from "../link/testing/test-journal.ts";
import { commitRecords } from "../report/commit-records.ts";
import { readStanding } from "../report/photo-rows.ts";
import { makeCallerFactory } from "../trpc/init.ts";
import { appRouter } from "../trpc/router.ts";
import { TestConsole } from "../trpc/testing/test-console.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { PhotoFiles, photoFolder } from "./photo-files.ts";
import { PhotoJob } from "./photo-job.ts";

let server: TestConsole;
let own: TestOperator;
let pool: pg.Pool;
let owner: Headers;
let attendant: Headers;

beforeAll(async () => {
  server = new TestConsole();
  own = await TestOperator.make(server.db);
  pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 2 });
  owner = await server.headersOf(own, "owner");
  attendant = await server.headersOf(own, "attendant");
});
afterAll(async () => {
  await pool.end();
  await server.close();
});

const consoleOf = (headers: Headers) => makeCallerFactory(appRouter)(server.context(headers));
const edge = () => ({ operatorId: own.id, lotId: own.lotId, edgeId: own.edgeId });
const fileOf = (sha256: string) =>
  path.join(photoFolder(process.env), own.lotId, own.edgeId, sha256.slice(0, 2), sha256);
const job = (keptDays = 90) => new PhotoJob({ pool, files: new PhotoFiles(photoFolder(process.env)), keptDays });
const statesOf = async (passageId: string) => {
  const { photos } = await consoleOf(owner).passages.get({ lotId: own.lotId, passageId });
  return photos.map(({ kind, state }) => `${kind} ${state}`);
};

test("a photo is shown to who may read the passage, is stored by nobody on the way, and is only a picture", async () => {
  const { passageId, content } = await own.photo();
  const response = await server.photo(`${own.lotId}/${passageId}/scene`, attendant);
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "image/png",
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  expect(await statesOf(passageId)).toEqual(["plate neverTaken", "scene here"]);
});

test("nobody else gets it, and they do not learn that it is there", async () => {
  const { passageId } = await own.photo();
  const other = await TestOperator.make(server.db);
  const stranger = await server.headersOf(other, "owner");
  const statuses = await Promise.all([
    server.photo(`${own.lotId}/${passageId}/scene`),
    server.photo(`${own.lotId}/${passageId}/scene`, stranger),
    server.photo(`${other.lotId}/${passageId}/scene`, stranger),
    server.photo(`${own.lotId}/${passageId}/plate`, owner),
    server.photo(`${own.lotId}/..%2f..%2fsecrets/scene`, owner),
    server.photo(`${own.lotId}/${passageId}/%zz`, owner),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 404, 404, 404, 400, 404]);
});

test("erasing a passage takes its photo from the page at once and from the disk, and no upload brings it back", async () => {
  const { passageId, sha256 } = await own.photo();
  await consoleOf(owner).passages.erasePersonal({ lotId: own.lotId, passageId, reason: "asked for" });
  expect((await server.photo(`${own.lotId}/${passageId}/scene`, owner)).status).toBe(404);
  expect(await statesOf(passageId)).toEqual(["plate erased", "scene erased"]);
  expect(fs.existsSync(fileOf(sha256))).toBe(true);
  await job().sweep();
  expect(fs.existsSync(fileOf(sha256))).toBe(false);
  expect(await inTransaction(pool, (sql) => readStanding(sql, edge(), sha256))).toMatchObject({
    stored: null,
    isUnwanted: true,
  });
});

test("a photo whose time is over is removed, and the page says so", async () => {
  const { passageId, sha256 } = await own.photo();
  await pool.query("UPDATE photo SET stored_at = now() - interval '31 days' WHERE sha256 = $1", [sha256]);
  await job(32).sweep();
  expect(await statesOf(passageId)).toEqual(["plate neverTaken", "scene here"]);
  await job(30).sweep();
  expect(await statesOf(passageId)).toEqual(["plate neverTaken", "scene expired"]);
  expect(fs.existsSync(fileOf(sha256))).toBe(false);
});

test("a photo that a disk has altered is not shown", async () => {
  const { passageId, sha256 } = await own.photo();
  const altered = fs.readFileSync(fileOf(sha256));
  altered[100]! ^= 1;
  fs.writeFileSync(fileOf(sha256), altered);
  expect((await server.photo(`${own.lotId}/${passageId}/scene`, owner)).status).toBe(404);
});

test("where a photo is that has not come: still at the edge, or lost there, whichever word comes first", async () => {
  const ref = { sha256: "a".repeat(64), bytes: 10, mediaType: "image/jpeg" } as const;
  const both = [
    { ...ref, kind: "plate" as const },
    { ...ref, kind: "scene" as const, lost: "diskPressure" as const },
  ];
  const passageId = await own.passage(undefined, both);
  expect(await statesOf(passageId)).toEqual(["plate atEdge", "scene diskPressure"]);
  const local = new TestJournal(own.edgeId, own.lotId, "0123456789abcdef", "l");
  const next = `${own.edgeId}-0123456789abcdef-${own.journal.frames.length + 1}`;
  const stamp = { at: Date.now(), offsetMs: 0, quality: "synced", monotonicMs: 1, bootId: "0123abcd" } as const;
  const photos = [passageId, next, "otheredge-0123456789abcdef-1"].map((id) => ({
    passageId: id,
    kind: "plate" as const,
  }));
  const trouble = { what: "photosLost", why: "notWritten", photos } as const;
  const body: LocalBody = { v: 1, kind: "trouble", stamp, lotId: own.lotId, trouble };
  const frame = local.append(JSON.stringify(body));
  const arrival = { edge: edge(), topic: "test", payload: new Uint8Array(), frame };
  await inTransaction(pool, (sql) => commitRecords(sql, [arrival]));
  expect(await statesOf(passageId)).toEqual(["plate notWritten", "scene diskPressure"]);
  expect(await own.passage(undefined, both)).toBe(next);
  expect(await statesOf(next)).toEqual(["plate notWritten", "scene diskPressure"]);
  const { rows } = await pool.query("SELECT 1 FROM passage_photo WHERE passage_id LIKE 'otheredge%'");
  expect(rows).toEqual([]);
  const anomalies = await consoleOf(owner).fleet.anomalies({ lotId: own.lotId });
  expect(anomalies.map(({ kind }) => kind)).toContain("photosLost");
});
