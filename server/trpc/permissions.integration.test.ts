import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { initTRPC } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { makePerson } from "../identity/make-person.ts";
import type { Context } from "./context.ts";
import type { CheckMeta } from "./init.ts";
import { appRouter } from "./router.ts";
import { type Entry, procedureTable } from "./testing/procedure-table.ts";
import { TestConsole } from "./testing/test-console.ts";
import { roles, TestOperator } from "./testing/test-operator.ts";
import { type Cast, missingFromTable, walkProcedure } from "./testing/walk-procedure.ts";

let server: TestConsole;
let cast: Cast;

beforeAll(async () => {
  server = new TestConsole();
  const { db } = server;
  const [own, other] = [await TestOperator.make(db), await TestOperator.make(db)];
  for (const operator of [own, other]) {
    await operator.passage();
    await operator.anomaly();
    await operator.quarantine();
  }
  const contexts = { nobody: server.context(new Headers()) } as Record<keyof Cast["contexts"], Context>;
  for (const role of roles) contexts[role] = await fresh(await server.headersOf(own, role));
  contexts.outsider = await fresh(await headersOfNewPerson(own, false));
  contexts.blind = await fresh(await headersOfNewPerson(own, true));
  cast = { db, own, other, contexts };
}, 60_000);

afterAll(() => server.close());

/** A context that reads who asks anew at each call, as each request does. */
async function fresh(headers: Headers): Promise<Context> {
  const { asker: _asker, ...context } = server.context(headers);
  return { ...context, asker: context.askerNow };
}

/** Somebody who can sign in: without any operator, or as a manager who sees none of the lots. */
async function headersOfNewPerson(operator: TestOperator, isMember: boolean): Promise<Headers> {
  const email = `${randomUUID()}@new.example`;
  const userId = await makePerson(server.db, { name: "New", email, password: operator.password });
  if (isMember) await server.db.member.create({ data: { operatorId: operator.id, userId, role: "manager" } });
  return server.headersFor(email, operator.password);
}

test("the table speaks of every procedure, and of none that is gone", () => {
  expect(missingFromTable(appRouter, procedureTable)).toEqual([]);
  const known = Object.keys(appRouter._def.procedures);
  expect(Object.keys(procedureTable).filter((name) => !known.includes(name))).toEqual([]);
});

describe("procedure x role x tenant", () => {
  test.each(Object.keys(procedureTable))("%s", { timeout: 60_000 }, async (name) => {
    expect(await walkProcedure(appRouter, name, procedureTable[name]!, cast)).toEqual([]);
  });
});

test("every procedure says what it is checked for", () => {
  const procedures: Record<string, unknown> = appRouter._def.procedures;
  for (const [name, procedure] of Object.entries(procedures)) {
    const { meta } = (procedure as { _def: { meta?: CheckMeta } })._def;
    expect([name, typeof meta?.scope, typeof meta?.permission]).toEqual([name, "string", "string"]);
  }
});

test("the only file that can make a procedure without a check is the one with the check", () => {
  const files = ["server", "app"].flatMap((room) =>
    fs
      .readdirSync(path.join(import.meta.dirname, "../..", room), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
      .map((name) => path.join(room, name)),
  );
  const makers = files.filter((file) =>
    fs.readFileSync(path.join(import.meta.dirname, "../..", file), "utf8").includes("initTRPC"),
  );
  expect(makers).toEqual(["server/trpc/init.ts"]);
});

describe("the walk finds", () => {
  const t = initTRPC.context<Context>().create();
  const lotInput = z.object({ lotId: z.string() });

  test("a procedure that is missing from the table", () => {
    const planted = t.router({ lots: t.router({ rename: t.procedure.mutation(() => 1) }) });
    expect(missingFromTable(planted, procedureTable)).toEqual(["lots.rename"]);
  });

  test("a read whose check was taken out", async () => {
    const get = t.procedure.input(lotInput).query(async ({ ctx, input }) => {
      return ctx.db.draft.findFirstOrThrow({ where: { lotId: input.lotId } });
    });
    const planted = t.router({ draft: t.router({ get }) });
    const complaints = await walkProcedure(planted, "draft.get", procedureTable["draft.get"] as Entry, cast);
    expect(complaints).toContain("draft.get as attendant: ok, not FORBIDDEN");
    expect(complaints).toContain("draft.get as owner with another operator's ids: ok, not NOT_FOUND");
    expect(complaints).toContain("draft.get as nobody: ok, not UNAUTHORIZED");
  });

  test("a change whose check was taken out, though it is refused afterwards", async () => {
    const save = t.procedure.input(lotInput).mutation(async ({ ctx, input }) => {
      await ctx.db.draft.updateMany({ where: { lotId: input.lotId }, data: { updatedName: randomUUID() } });
      await ctx.asker();
    });
    const planted = t.router({ draft: t.router({ save }) });
    const complaints = await walkProcedure(planted, "draft.save", procedureTable["draft.save"] as Entry, cast);
    expect(complaints).toContain("draft.save as support: changed the database");
    expect(complaints).toContain("draft.save as owner: 0 audit rows");
    expect(complaints).toContain("draft.save as nobody: changed the database");
  });

  test("a stream whose check was taken out", async () => {
    const watch = t.procedure.input(lotInput).subscription(async function* ({ input }) {
      yield input.lotId;
    });
    const planted = t.router({ fleet: t.router({ watch }) });
    const complaints = await walkProcedure(planted, "fleet.watch", procedureTable["fleet.watch"] as Entry, cast);
    expect(complaints).toContain("fleet.watch as attendant: ok, not FORBIDDEN");
  });
});
