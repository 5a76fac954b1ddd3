import superjson from "superjson";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostileSample } from "#contracts/testing/hostile-bytes.ts";
import { toBytes } from "#contracts/text.ts";
import { appRouter } from "./router.ts";
import { procedureTable } from "./testing/procedure-table.ts";
import { TestConsole } from "./testing/test-console.ts";
import { TestOperator } from "./testing/test-operator.ts";
import { kindOf } from "./testing/walk-procedure.ts";

const seed = Number(process.env.LIFTGATE_FUZZ_SEED ?? Date.now() % 2 ** 31);
const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 8;
const bodyBytesMax = 4 * 1024 * 1024;
let server: TestConsole;
let at: TestOperator;
let owner: Headers;

beforeAll(async () => {
  process.stdout.write(`seed ${seed}\n`);
  server = new TestConsole();
  at = await TestOperator.make(server.db);
  owner = await server.headersOf(at, "owner");
  owner.set("origin", server.origin);
});
afterAll(() => server.close());

/** Comes in pieces, and says nothing of its length. */
function pieces(bytes: number, onPull: () => void = () => undefined): ReadableStream<Uint8Array> {
  let left = bytes;
  return new ReadableStream({
    pull: (controller) => {
      onPull();
      left -= 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(32));
      if (left <= 0) controller.close();
    },
  });
}

const streamed = (body: ReadableStream<Uint8Array>, headers: Headers): RequestInit => {
  return { method: "POST", headers, body, duplex: "half" } as RequestInit;
};

test("a body without a length is read to its bound and no further, whoever sends it", async () => {
  for (const headers of [owner, new Headers({ origin: server.origin })]) {
    headers.set("content-type", "application/json");
    let pulled = 0;
    const body = pieces(1024 * 1024 * 1024, () => pulled++);
    expect((await server.trpc("draft.save", streamed(body, headers))).status).toBe(413);
    expect(pulled * 65_536).toBeLessThan(bodyBytesMax * 1.5);
  }
  for (const route of ["sign-in/email", "change-password", "sign-out"]) {
    let pulled = 0;
    const body = pieces(1024 * 1024 * 1024, () => pulled++);
    const headers = new Headers({ "content-type": "application/json", origin: server.origin });
    expect([route, (await server.auth(`/api/auth/${route}`, streamed(body, headers))).status]).toEqual([route, 413]);
    expect(pulled * 65_536).toBeLessThan(1024 * 1024);
  }
});

test("other content types and other methods change nothing and are refused", async () => {
  const body = JSON.stringify({ json: { lotId: at.lotId, revision: await at.revision(), content: at.draft(900) } });
  const types = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", ""];
  const before = await at.revision();
  for (const type of types) {
    const headers = new Headers(owner);
    headers.set("content-type", type);
    const { status } = await server.trpc("draft.save", { method: "POST", headers, body });
    expect([type, status >= 400 && status < 500]).toEqual([type, true]);
  }
  for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const { status } = await server.trpc("draft.save", { method, headers: owner, body });
    expect([method, status >= 400 && status < 500]).toEqual([method, true]);
  }
  expect((await server.trpc(`draft.save?input=${encodeURIComponent(body)}`, { headers: owner })).status).toBe(405);
  expect(await at.revision()).toBe(before);
});

test("names that objects have from birth change no object", async () => {
  const paths = ["__proto__.isHostile", "constructor.prototype.isHostile", "a.__proto__.isHostile"];
  const texts = [
    '{"json":{"lotId":"x","__proto__":{"isHostile":true}}}',
    '{"json":{"lotId":"x","constructor":{"prototype":{"isHostile":true}}}}',
    ...paths.map((path) =>
      JSON.stringify({ json: { lotId: "x", a: {} }, meta: { values: { [path]: ["undefined"] } } }),
    ),
    ...paths.map((path) =>
      JSON.stringify({ json: { lotId: "x", a: {} }, meta: { referentialEqualities: { lotId: [path] } } }),
    ),
  ];
  const headers = new Headers(owner);
  headers.set("content-type", "application/json");
  for (const body of texts) {
    const { status } = await server.trpc("draft.save", { method: "POST", headers, body });
    expect([body, status >= 400]).toEqual([body, true]);
    expect(({} as { isHostile?: boolean }).isHostile).toBeUndefined();
  }
});

test("spoiled input of every procedure is refused with a word, and never a fault of ours", async () => {
  const headers = new Headers(owner);
  headers.set("content-type", "application/json");
  const faults: string[] = [];
  for (const [index, [name, entry]] of Object.entries(procedureTable).entries()) {
    if (kindOf(appRouter, name) === "subscription") continue;
    const isMutation = kindOf(appRouter, name) === "mutation";
    const valid = toBytes(superjson.stringify((await entry.input?.(at)) ?? {}));
    for (const bytes of hostileSample([valid], { sizes: [20_000], count: runs, seed: seed + index })) {
      const text = Buffer.from(bytes).toString("utf8");
      const response = isMutation
        ? await server.trpc(name, { method: "POST", headers, body: new Uint8Array(bytes) })
        : await server.trpc(`${name}?input=${encodeURIComponent(text.slice(0, 8_000))}`, { headers: owner });
      if (response.status >= 500) faults.push(`${name} ${response.status} ${text.slice(0, 300)}`);
    }
  }
  expect(faults).toEqual([]);
  expect(({} as { isHostile?: boolean }).isHostile).toBeUndefined();
  const good = await server.trpc(
    `lots.get?input=${encodeURIComponent(JSON.stringify({ json: { lotId: at.lotId } }))}`,
    {
      headers: owner,
    },
  );
  expect(good.status).toBe(200);
}, 120_000);
