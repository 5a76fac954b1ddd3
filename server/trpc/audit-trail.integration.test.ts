import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "./context.ts";
import { appRouter } from "./router.ts";
import { procedureTable } from "./testing/procedure-table.ts";
import { TestConsole } from "./testing/test-console.ts";
import { TestOperator } from "./testing/test-operator.ts";
import { attemptCall, kindOf } from "./testing/walk-procedure.ts";

let server: TestConsole;
let operator: TestOperator;
let owner: Context;

const mutations = Object.keys(procedureTable).filter((name) => kindOf(appRouter, name) === "mutation");

beforeAll(async () => {
  server = new TestConsole();
  operator = await TestOperator.make(server.db);
  owner = server.context(await server.headersOf(operator, "owner"));
});
afterAll(() => server.close());

describe("a change whose audit row cannot be written does not happen", () => {
  beforeAll(async () => {
    await server.db.$executeRawUnsafe(
      `CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the trail is full'; END $$`,
    );
  });

  test.each(mutations)("%s", async (name) => {
    const input = await procedureTable[name]!.input!(operator);
    await server.db.$executeRawUnsafe(
      "CREATE TRIGGER refuse BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_audit()",
    );
    const attempt = await attemptCall(appRouter, name, input, owner, server.db);
    await server.db.$executeRawUnsafe("DROP TRIGGER refuse ON audit_entry");
    expect(attempt).toMatchObject({ code: "INTERNAL_SERVER_ERROR", changed: false });
    expect((await attemptCall(appRouter, name, input, owner, server.db)).code).toBe("ok");
  });
});

test.each(mutations)("%s leaves who, what and when, and its reason", async (name) => {
  const input = await procedureTable[name]!.input!(operator);
  expect((await attemptCall(appRouter, name, input, owner, server.db)).code).toBe("ok");
  const [entry] = await server.db.auditEntry.findMany({ orderBy: [{ at: "desc" }, { id: "desc" }], take: 1 });
  expect(entry).toMatchObject({ operatorId: operator.id, actorId: operator.userIds.owner, actorName: "owner" });
  expect(entry!.at.getTime()).toBeGreaterThan(Date.now() - 10_000);
  expect(entry!.before !== null || entry!.after !== null).toBe(true);
  if ("lotId" in input) expect(entry!.lotId).toBe(operator.lotId);
  const reason = input.reason ?? input.note;
  if (reason !== undefined) expect(entry!.reason).toBe(reason);
});

test("the trail names no plate and no password", async () => {
  const passage = await operator.passage("SECRET99");
  const erase = { lotId: operator.lotId, passageId: passage, reason: "asked for" };
  await attemptCall(appRouter, "passages.erasePersonal", erase, owner, server.db);
  const added = await attemptCall(
    appRouter,
    "members.add",
    await procedureTable["members.add"]!.input!(operator),
    owner,
    server.db,
  );
  const { password } = added.output as { password: string };
  const trail = JSON.stringify(await server.db.auditEntry.findMany());
  expect(trail).not.toContain("SECRET99");
  expect(trail).not.toContain(password);
});
