import { type AnyTRPCRouter, callTRPCProcedure, TRPCError } from "@trpc/server";
import type { Db } from "#prisma/db.ts";
import type { Context } from "../context.ts";
import type { Entry } from "./procedure-table.ts";
import { roles, type TestOperator } from "./test-operator.ts";

export type Cast = {
  readonly db: Db;
  readonly own: TestOperator;
  readonly other: TestOperator;
  /** Context of a person: one for each role at `own`, `outsider` without any operator, `blind` who sees no lot, `nobody`. */
  readonly contexts: Readonly<Record<(typeof roles)[number] | "outsider" | "blind" | "nobody", Context>>;
};

type Attempt = {
  readonly code: string;
  readonly output: unknown;
  readonly changed: boolean;
  readonly auditRows: number;
};

/**
 * Calls one procedure as every role with valid input, with another operator's ids, and with both mixed; and as people
 * who see nothing. Returns everything that is not as it must be: nothing, for a procedure that is checked.
 */
export async function walkProcedure(router: AnyTRPCRouter, path: string, entry: Entry, cast: Cast): Promise<string[]> {
  const complaints: string[] = [];
  const expectCode = (what: string, attempt: Attempt, code: string) => {
    if (attempt.code !== code) complaints.push(`${path} ${what}: ${attempt.code}, not ${code}`);
    if (attempt.changed && code !== "ok") complaints.push(`${path} ${what}: changed the database`);
  };
  const { own, other, contexts } = cast;
  const { input = async () => ({}) } = { input: entry.input ?? undefined };
  const isMutation = kindOf(router, path) === "mutation";
  for (const role of roles) {
    const attempt = (tried: object) => attemptCall(router, path, tried, contexts[role], cast.db);
    const may = entry.who.includes(role);
    const result = await attempt(await input(own));
    expectCode(`as ${role}`, result, may ? "ok" : "FORBIDDEN");
    if (may && namesAny(result.output, other)) complaints.push(`${path} as ${role}: shows another operator's things`);
    if (may && result.auditRows !== (isMutation ? 1 : 0)) {
      complaints.push(`${path} as ${role}: ${result.auditRows} audit rows`);
    }
    if (may && !isMutation && result.changed) complaints.push(`${path} as ${role}: reading changed the database`);
    if (entry.input === null) continue;
    expectCode(`as ${role} with another operator's ids`, await attempt(await input(other)), "NOT_FOUND");
    for (const mixed of (may && (await entry.mixed?.(own, other))) || []) {
      expectCode(`as ${role} with ${Object.keys(mixed)} mixed`, await attempt(mixed), "NOT_FOUND");
    }
  }
  const stranger = async (name: "outsider" | "blind" | "nobody", code: string) =>
    expectCode(`as ${name}`, await attemptCall(router, path, await input(own), contexts[name], cast.db), code);
  await stranger("nobody", "UNAUTHORIZED");
  if (entry.input === null) return complaints;
  await stranger("outsider", "NOT_FOUND");
  if ("lotId" in (await input(own))) await stranger("blind", "NOT_FOUND");
  return complaints;
}

/** Procedures of the router that the table does not speak of. */
export function missingFromTable(router: AnyTRPCRouter, table: Readonly<Record<string, Entry>>): string[] {
  return Object.keys(router._def.procedures).filter((path) => !(path in table));
}

export function kindOf(router: AnyTRPCRouter, path: string): string {
  return router._def.procedures[path]._def.type;
}

/** Calls a procedure with whatever input, and says what came of it. */
export async function attemptCall(
  router: AnyTRPCRouter,
  path: string,
  input: object,
  ctx: Context,
  db: Db,
): Promise<Attempt> {
  const [before, auditBefore] = await Promise.all([fingerprint(db), db.auditEntry.count()]);
  const { code, output } = await call(router, path, input, ctx);
  const [after, auditAfter] = await Promise.all([fingerprint(db), db.auditEntry.count()]);
  return { code, output, changed: before !== after, auditRows: auditAfter - auditBefore };
}

async function call(router: AnyTRPCRouter, path: string, input: object, ctx: Context) {
  const end = new AbortController();
  const type = router._def.procedures[path]._def.type;
  const getRawInput = async () => input;
  try {
    const options = { router, path, getRawInput, ctx, type, signal: end.signal, batchIndex: 0 };
    const output = await callTRPCProcedure(options);
    return { code: "ok", output: type === "subscription" ? await firstOf(output) : output };
  } catch (error) {
    return { code: error instanceof TRPCError ? error.code : `thrown ${String(error)}`, output: null };
  } finally {
    end.abort();
  }
}

async function firstOf(stream: unknown): Promise<unknown> {
  for await (const item of stream as AsyncIterable<unknown>) return item;
  return null;
}

function namesAny(output: unknown, { id, lotId, edgeId }: TestOperator): boolean {
  const text = JSON.stringify(output ?? null, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return [id, lotId, edgeId].some((name) => text.includes(name));
}

/** Count and contents of every table, of one in parts by its parts. Sessions are left out: reading one may prolong it. */
async function fingerprint(db: Db): Promise<string> {
  const [row] = await db.$queryRaw<{ all: string }[]>`
    SELECT string_agg(t.name || ' ' || contents.hash, ',' ORDER BY t.name) AS "all"
    FROM (SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname NOT IN ('auth_session', '_prisma_migrations')) t
    CROSS JOIN LATERAL (
      SELECT (xpath('//hash/text()', query_to_xml(format(
        'SELECT count(*) || '':'' || coalesce(md5(string_agg(md5(x::text), '''' ORDER BY md5(x::text))), '''') AS hash FROM %I x',
        t.name), false, true, '')))[1]::text AS hash) contents`;
  return row!.all;
}
