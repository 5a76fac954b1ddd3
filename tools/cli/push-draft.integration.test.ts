import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Draft } from "#engine/model/draft.ts";
import type { Role } from "#prisma/client/enums.ts";
import { TestConsole } from "#server/trpc/testing/test-console.ts";
import { TestOperator } from "#server/trpc/testing/test-operator.ts";
import { runCli } from "./run-cli.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-push-"));
const folder = path.join(root, "lot");
const files = ["liftgate.json", "rules.json", "tariff.json"];
let server: http.Server;
let cloud: TestConsole;
let operator: TestOperator;
let other: TestOperator;

/** The console's own handlers behind a socket, as the web server puts them. */
beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = request.method === "POST" ? { body: Buffer.concat(chunks) } : {};
    const init = { method: request.method!, headers, ...body };
    const url = request.url!;
    const isTrpc = url.startsWith("/api/trpc/");
    const answer = await (isTrpc ? cloud.trpc(url.slice("/api/trpc/".length), init) : cloud.auth(url, init));
    response.writeHead(answer.status, [...answer.headers.entries()].flat());
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.LIFTGATE_WEB_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  cloud = new TestConsole();
  operator = await TestOperator.make(cloud.db);
  other = await TestOperator.make(cloud.db);
  for (const role of ["manager", "support"] as const) await operator.allowSignIn(role);
  await operator.allowSignIn("attendant");
});
afterAll(async () => {
  server.close();
  await cloud.close();
  fs.rmSync(root, { recursive: true, force: true });
});

async function liftgate(role: Role, ...args: string[]): Promise<{ said: string; status: number }> {
  process.env.LIFTGATE_USER = operator.email(role);
  process.env.LIFTGATE_PASSWORD = operator.password;
  let said = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    said += String(chunk);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await runCli(["node", "liftgate", ...args]);
    return { said, status: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    spy.mockRestore();
  }
}

const stored = async () => {
  const { content, revision } = await cloud.db.draft.findFirstOrThrow({ where: { lotId: operator.lotId } });
  return { content: content as unknown as Draft, revision };
};
const edit = (name: string, from: string | RegExp, to: string) => {
  const file = path.join(folder, name);
  const text = fs.readFileSync(file, "utf8");
  expect(text.replace(from, to)).not.toBe(text);
  fs.writeFileSync(file, text.replace(from, to));
};
const read = (name: string) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));

test("a draft goes into files and back; only what was edited changes, and the audit says who", async () => {
  const before = await stored();
  expect(await liftgate("manager", "pull", operator.lotId, folder)).toMatchObject({ status: 0 });
  expect(fs.readdirSync(folder)).toEqual(files);
  expect({ tariff: read("tariff.json"), rules: read("rules.json") }).toEqual(before.content);
  edit("rules.json", '"group": "safety",', '"group": "safety", "name": "From git",');
  expect(await liftgate("manager", "push", operator.lotId, folder)).toMatchObject({ status: 0 });
  const after = await stored();
  expect(after.revision).toBe(before.revision + 1);
  expect(after.content.tariff).toEqual(before.content.tariff);
  expect(after.content.rules.rules.filter(({ name }) => name === "From git")).toHaveLength(1);
  const audited = await cloud.db.auditEntry.findFirst({ where: { lotId: operator.lotId }, orderBy: { at: "desc" } });
  expect(audited).toMatchObject({ verb: "saveDraft", actorName: expect.stringContaining("manager") });
  expect(await liftgate("manager", "push", operator.lotId, folder)).toMatchObject({ status: 0 });
  expect((await stored()).revision).toBe(after.revision);
});

test("a draft that somebody has saved since the pull is not replaced", async () => {
  await operator.saveDraft(777);
  const { revision } = await stored();
  edit("rules.json", "From git", "From git again");
  const { said, status } = await liftgate("manager", "push", operator.lotId, folder);
  expect(status).toBe(1);
  expect(said).toMatch(new RegExp(`saved revision ${revision} at .*; revision ${revision - 1} was pulled`));
  expect(said).toMatch(/changed there since the pull: tariff/);
  expect(said).toMatch(/the files differ from it in rule /);
  expect((await stored()).revision).toBe(revision);
});

test("a pull writes over nothing that is not pushed", async () => {
  const text = fs.readFileSync(path.join(folder, "rules.json"), "utf8");
  const { said, status } = await liftgate("manager", "pull", operator.lotId, folder);
  expect({ status, said }).toEqual({ status: 2, said: expect.stringContaining("rules.json is not as it was pulled") });
  expect(fs.readFileSync(path.join(folder, "rules.json"), "utf8")).toBe(text);
  fs.rmSync(path.join(folder, "rules.json"));
  expect(await liftgate("manager", "pull", operator.lotId, folder)).toMatchObject({ status: 0 });
  fs.writeFileSync(path.join(folder, "rules.json"), JSON.stringify(read("rules.json"))); // spaced otherwise, said the same
  expect(await liftgate("manager", "pull", operator.lotId, folder)).toMatchObject({ status: 0 });
});

test("what is wrong is said with file, line and column, and stays where it is", async () => {
  const { revision } = await stored();
  edit("tariff.json", '"currency"', '"curency"');
  const shape = await liftgate("manager", "push", operator.lotId, folder, "--locale", "zh-CN");
  expect(shape).toMatchObject({ status: 2, said: expect.stringMatching(/tariff\.json:2:3: error: \p{Script=Han}/u) });
  edit("tariff.json", '"curency"', ',"currency"');
  expect(await liftgate("manager", "push", operator.lotId, folder)).toMatchObject({
    status: 2,
    said: expect.stringContaining("tariff.json:2:3: error: this cannot stand here: ,"),
  });
  edit("tariff.json", ',"currency"', '"currency"');
  edit("tariff.json", /"rateEligibility": \[\s*\{ "rateTable": "[^"]*"/, '"rateEligibility": [{ "rateTable": "none"');
  expect(await liftgate("manager", "push", operator.lotId, folder)).toMatchObject({
    status: 2,
    said: expect.stringMatching(/tariff\.json:\d+:\d+: error: [\s\S]*nothing was pushed/),
  });
  expect((await stored()).revision).toBe(revision);
});

test("permissions are those of the console, and no session stays behind", async () => {
  const fresh = path.join(root, "support");
  expect(await liftgate("support", "pull", operator.lotId, fresh)).toMatchObject({ status: 0 });
  expect(await liftgate("support", "push", operator.lotId, fresh)).toMatchObject({
    status: 2,
    said: expect.stringContaining("your role may not do this"),
  });
  expect(await liftgate("attendant", "pull", operator.lotId, path.join(root, "none"))).toMatchObject({ status: 2 });
  expect(await liftgate("manager", "pull", other.lotId, path.join(root, "none"))).toMatchObject({
    status: 2,
    said: expect.stringContaining("there is no such lot"),
  });
  expect(await liftgate("manager", "push", other.lotId, fresh)).toMatchObject({
    status: 2,
    said: expect.stringContaining(`holds the draft of ${operator.lotId}`),
  });
  expect(fs.existsSync(path.join(root, "none"))).toBe(false);
  expect(await cloud.db.authSession.count({ where: { user: { email: operator.email("manager") } } })).toBe(0);
  operator = Object.assign(Object.create(operator), { password: "not the password" });
  expect(await liftgate("manager", "pull", operator.lotId, fresh)).toMatchObject({
    status: 2,
    said: expect.stringContaining("cannot sign in"),
  });
});
