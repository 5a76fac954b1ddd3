import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Db, openDb } from "#prisma/db.ts";
import { makeCaller } from "../trpc/testing/list-caller.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";

let db: Db;
let operator: TestOperator;
let lists: Awaited<ReturnType<typeof makeCaller>>;
let lotId: string;

beforeAll(() => {
  db = openDb(process.env.DATABASE_URL!);
});
afterAll(() => db.$disconnect());
beforeEach(async () => {
  operator = await TestOperator.make(db);
  lists = await makeCaller(db, operator, "manager");
  lotId = operator.lotId;
});

const plate = (at: number) => `京A${String(10_000 + at)}`;
const fileOf = (count: number, kind = "permit") =>
  `plate,kind,until,reason\n${Array.from({ length: count }, (_, at) => `${plate(at)},${kind},2030-12-31,`).join("\n")}\n`;
const document = () => db.document.findFirstOrThrow({ where: { lotId, name: "grants" } });
const lines = async () => {
  const rows = await db.documentEntry.findMany({ where: { lotId, name: "grants" }, orderBy: { key: "asc" } });
  return rows.map(({ line }) => JSON.parse(line) as [string, unknown]);
};

test("a vehicle on a list is in the lot's grants at once, changed and ended too", async () => {
  const from = new Date("2026-01-01T00:00:00Z");
  const vehicle = { kind: "permit", plate: "京a·41408", reason: null, note: "staff", from, until: null } as const;
  const { id, revision } = await lists.save({ lotId, id: null, vehicle });
  expect(await lines()).toEqual([["京A41408", [{ kind: "permit", from: from.getTime(), until: null }]]]);
  await lists.save({ lotId, id: null, vehicle: { ...vehicle, kind: "block", reason: "debt" } });
  await lists.save({ lotId, id, revision, vehicle: { ...vehicle, plate: "京A41409" } });
  expect((await lines()).map(([key]) => key)).toEqual(["京A41408", "京A41409"]);
  expect((await document()).version).toBe(3n);
  await expect(lists.save({ lotId, id, revision, vehicle })).rejects.toMatchObject({ code: "CONFLICT" });
  await lists.end({ lotId, id });
  expect((await lines()).map(([key]) => key)).toEqual(["京A41408"]);
  const shown = await lists.vehicles({ lotId });
  expect(shown.rows.map(({ kind }) => kind)).toEqual(["block"]);
  expect((await lists.vehicles({ lotId, isCurrent: false })).count).toBe(2);
  const audit = JSON.stringify(await db.auditEntry.findMany({ where: { lotId } }));
  expect(audit).not.toContain("41408");
  expect(audit).toContain("京A***8");
});

test("every kind of entry says in the grants what the gate must know of it, and no more", async () => {
  const [from, until] = [new Date("2026-01-01T10:00:00Z"), new Date("2026-01-01T20:00:00Z")];
  const times = { from: from.getTime(), until: until.getTime() };
  const vehicle = { plate: "京A41408", reason: null, note: null, from, until };
  const said = [
    [
      { kind: "exempt", tariffName: "disabled", amountMinor: 7 },
      { reason: null, entitlement: "disabled" },
    ],
    [
      { kind: "permit", tariffName: "staff", rightKind: "loadingUnloading" },
      { product: "staff", rightKind: "loadingUnloading" },
    ],
    [
      { kind: "paid", amountMinor: 1_250, tariffName: "app" },
      { amountMinor: 1_250, channel: "app" },
    ],
    [{ kind: "validation", tariffName: "shop" }, { type: "shop" }],
    [{ kind: "reservation" }, {}],
    [{ kind: "autoPay", amountMinor: null }, { limitMinor: null }],
    [
      { kind: "debt", amountMinor: 3_600, stayCount: 3 },
      { amountMinor: 3_600, count: 3 },
    ],
  ] as const;
  for (const [entry] of said) await lists.save({ lotId, id: null, vehicle: { ...vehicle, ...entry } });
  const items = said.map(([{ kind }, item]) => ({ kind, ...times, ...item }));
  const byKind = (a: { kind: string }, b: { kind: string }) => a.kind.localeCompare(b.kind);
  expect(await lines()).toEqual([["京A41408", items.sort(byKind)]]);
  const { rows } = await lists.vehicles({ lotId, kind: "debt", isCurrent: false });
  expect(rows).toMatchObject([{ amountMinor: 3_600, stayCount: 3, tariffName: null }]);
  for (const wrong of [
    { kind: "validation" },
    { kind: "validation", tariffName: "a shop" },
    { kind: "reservation", until: null },
    { kind: "debt" },
  ] as const)
    await expect(lists.save({ lotId, id: null, vehicle: { ...vehicle, ...wrong } })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
});

test("a file says amounts in the lot's money, and a vehicle may have several validations", async () => {
  const csv = [
    "plate,kind,from,until,name,right,amount,stays",
    "京A41408,paid,2026-04-01T10:00Z,2026-04-01T10:20Z,app,,12.5,",
    "京A41408,validation,2026-04-01T10:00Z,2026-04-02T10:00Z,shop,,,",
    "京A41408,validation,2026-04-01T11:00Z,2026-04-02T10:00Z,shop,,,",
    "京A41409,AutoPay,,,,,50,",
    "京A41410,debt,2026-04-01,,,,36.005,3",
    "京A41410,permit,,,a b,,,",
    "京A41410,permit,,,,flying,,",
    "京A41410,debt,,,,,36,many",
    "京A41410,validation,2026-04-01,2026-04-02,,,,",
  ].join("\n");
  const taken = await lists.import({ lotId, csv, onlyGood: true });
  expect(taken).toMatchObject({ isDone: true, added: 4 });
  expect(taken.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
    [6, "amount", "amount"],
    [7, "name", "name"],
    [8, "right", "right"],
    [9, "stays", "stays"],
    [10, "name", "name"],
  ]);
  const [first, second] = await lines();
  expect(first![1]).toMatchObject([{ kind: "paid", amountMinor: 1_250 }, { type: "shop" }, { type: "shop" }]);
  expect(second![1]).toMatchObject([{ kind: "autoPay", limitMinor: 5_000 }]);
  expect(await lists.import({ lotId, csv, onlyGood: true })).toMatchObject({ added: 0, changed: 0, same: 4 });
});

test("a plate too short to be told from another, an end before the beginning and a payment without times are refused", async () => {
  const vehicle = { kind: "permit" as const, plate: "京A41408", reason: null, note: null, from: null, until: null };
  const now = new Date();
  for (const change of [{ plate: "A12" }, { from: now, until: new Date(now.getTime() - 1) }, { kind: "paid" as const }])
    await expect(lists.save({ lotId, id: null, vehicle: { ...vehicle, ...change } })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  expect(await db.document.count({ where: { lotId } })).toBe(0);
});

test("a file is taken whole or not at all, with every line that is wrong named; or only its good lines", async () => {
  const csv = [
    "Plate;Kind;From;Until;Reason",
    "京A41408;permit;2026-01-01;2026-12-31;",
    "京A41409;parking;;;",
    "12;allow;;;",
    "京A41410;block;2026-02-30;;",
    "京A41411;permit;2026-05-01;2026-04-01;",
    "京A41408;permit;;;",
    "京A41412;paid;;2026-04-01T10:00;",
  ].join("\r\n");
  const refused = await lists.import({ lotId, csv });
  expect(refused).toMatchObject({ isDone: false, added: 0, wrong: 6 });
  expect(refused.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
    [3, "kind", "kind"],
    [4, "plate", "plate"],
    [5, "from", "time"],
    [6, "until", "order"],
    [7, "plate", "twice"],
    [8, "until", "times"],
  ]);
  expect(await db.vehicleEntry.count({ where: { lotId } })).toBe(0);
  const taken = await lists.import({ lotId, csv, onlyGood: true });
  expect(taken).toMatchObject({ isDone: true, added: 1, changed: 0, same: 0, wrong: 6 });
  // a day is the lot's day: the last one counts whole
  const day = (text: string) => Date.parse(`${text}T00:00:00+02:00`);
  expect(await lines()).toEqual([
    ["京A41408", [{ kind: "permit", from: day("2026-01-01"), until: day("2027-01-01") }]],
  ]);
  expect(await lists.import({ lotId, csv: "plate\n京A1\n" })).toMatchObject({
    isDone: false,
    problems: [{ line: 1, column: "kind", code: "noColumn" }],
  });
});

test("the same file again changes nothing, a later one changes what differs", async () => {
  expect(await lists.import({ lotId, csv: fileOf(300) })).toMatchObject({ isDone: true, added: 300 });
  const before = await document();
  expect(await lists.import({ lotId, csv: fileOf(300) })).toMatchObject({ added: 0, changed: 0, same: 300 });
  expect(await document()).toEqual(before);
  const later = fileOf(300).replace("2030-12-31", "2031-12-31");
  expect(await lists.import({ lotId, csv: later })).toMatchObject({ added: 0, changed: 1, same: 299 });
  expect((await document()).version).toBe(before.version + 1n);
  const pages = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof lists.vehicles>> = await lists.vehicles({ lotId, limit: 120, cursor });
    pages.push(page.rows.length);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(pages).toEqual([120, 120, 60]);
  expect((await lists.vehicles({ lotId, plate: "a10 29" })).rows).toHaveLength(10);
});

test("turning a fifth of the list against its vehicles asks a person first", async () => {
  await lists.import({ lotId, csv: fileOf(100) });
  const blocks = fileOf(30, "block");
  await expect(lists.import({ lotId, csv: blocks })).rejects.toMatchObject({
    code: "CONFLICT",
    cause: { data: { conflict: { before: 100, newlyBlocked: 30, removed: 0 } } },
  });
  expect((await document()).forced).toBe(0n);
  await lists.import({ lotId, csv: blocks, isForced: true });
  expect(await document()).toMatchObject({ version: 2n, forced: 2n });
});

test("fifty thousand vehicles go in at once, and edges are to have them as a snapshot", async () => {
  const startedAt = performance.now();
  expect(await lists.import({ lotId, csv: fileOf(50_000) })).toMatchObject({ isDone: true, added: 50_000 });
  console.log(`50,000 vehicles in ${Math.round(performance.now() - startedAt)} ms`);
  expect(await document()).toMatchObject({ version: 1n, deltasFrom: 1n, count: 50_000 });
});
