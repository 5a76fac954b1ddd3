import { afterAll, beforeAll, expect, test } from "vitest";
import { TestConsole } from "./testing/test-console.ts";
import { TestOperator } from "./testing/test-operator.ts";

let server: TestConsole;
let at: TestOperator;

beforeAll(async () => {
  server = new TestConsole();
  at = await TestOperator.make(server.db);
});
afterAll(() => server.close());

type Shape = { message: string; data: Record<string, unknown> & { reference: string; code: string } };

async function ask(name: string, input: object, role: "owner" | "attendant", isMutation = false) {
  const headers = await server.headersOf(at, role);
  headers.set("content-type", "application/json");
  headers.set("origin", server.origin);
  const body = JSON.stringify({ json: input });
  const response = isMutation
    ? await server.trpc(name, { method: "POST", headers, body })
    : await server.trpc(`${name}?input=${encodeURIComponent(body)}`, { headers });
  const text = await response.text();
  const { error } = JSON.parse(text) as { error?: { json: Shape } };
  return { status: response.status, text, ...error?.json };
}

test("a refusal names the roles that may, and a reference for the log", async () => {
  const { status, data } = await ask("draft.get", { lotId: at.lotId }, "attendant");
  expect(status).toBe(403);
  expect(data).toMatchObject({ code: "FORBIDDEN", roles: ["owner", "manager", "support", "auditor"] });
  expect(data!.reference).toMatch(/^[0-9a-f]{8}$/);
});

test("a conflict carries what was saved in between", async () => {
  const input = { lotId: at.lotId, revision: 1, content: at.draft(500) };
  const { status, data } = await ask("draft.save", input, "owner", true);
  expect(status).toBe(409);
  expect(data!.conflict).toMatchObject({ revision: await at.revision(), updatedName: "test" });
});

test("a fault of ours says nothing of itself but its reference", async () => {
  await server.db.$executeRawUnsafe("ALTER TABLE anomaly RENAME TO anomaly_away");
  const { status, text, message, data } = await ask("fleet.anomalies", { lotId: at.lotId }, "owner");
  await server.db.$executeRawUnsafe("ALTER TABLE anomaly_away RENAME TO anomaly");
  expect(status).toBe(500);
  expect(message).toBe("something went wrong on our side");
  expect(Object.keys(data!).sort()).toEqual(["code", "httpStatus", "path", "reference"]);
  expect(text).not.toMatch(/anomaly_|prisma|relation|stack/i);
});

test("input that is none is refused with its place, before anything is read", async () => {
  expect((await ask("lots.get", { lotId: "../etc" }, "owner")).status).toBe(400);
  expect((await ask("lots.get", {}, "owner")).status).toBe(400);
  const { status, text } = await ask("passages.list", { lotId: at.lotId, limit: 10_000 }, "owner");
  expect(status).toBe(400);
  expect(text).toContain("limit");
});
