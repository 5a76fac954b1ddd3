import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInRoutes } from "../identity/sign-in-handler.ts";
import { appRouter } from "./router.ts";
import { TestConsole } from "./testing/test-console.ts";

/** All that anybody may ask for without a session. */
const publicRoutes = [
  "POST /api/auth/sign-in/email",
  "POST /api/auth/sign-out",
  "GET /api/auth/get-session",
  "POST /api/auth/change-password", // asks for the session and the old password itself
];
const publicPages = ["app/sign-in"];
/** Route files of the console: each hands its requests to one checked place. */
const routeFiles = {
  "app/api/auth/[...all]/route.ts": "#server/identity/sign-in-handler.ts",
  "app/api/photos/[...place]/route.ts": "#server/trpc/route-handler.ts",
  "app/api/trpc/[trpc]/route.ts": "#server/trpc/route-handler.ts",
};

const root = path.join(import.meta.dirname, "../..");
let server: TestConsole;

beforeAll(() => {
  server = new TestConsole();
});
afterAll(() => server.close());

function filesOf(pattern: RegExp): string[] {
  const names = fs.readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" });
  return names
    .map((name) => `app/${name.replaceAll(path.sep, "/")}`)
    .filter((name) => pattern.test(name))
    .sort();
}

test("the console answers HTTP in three route files, which do nothing but hand on", () => {
  expect(filesOf(/\/route\.[jt]sx?$/)).toEqual(Object.keys(routeFiles).sort());
  for (const [file, handler] of Object.entries(routeFiles)) {
    const imports = [...fs.readFileSync(path.join(root, file), "utf8").matchAll(/from "(.+)"/g)].map(
      (match) => match[1],
    );
    expect([file, ...imports]).toEqual([file, handler]);
  }
  const pagesApi = fs.existsSync(path.join(root, "pages")) || fs.existsSync(path.join(root, "app/pages"));
  expect(pagesApi).toBe(false);
  expect(fs.existsSync(path.join(root, "middleware.ts"))).toBe(false);
});

test("every page but the public ones stands behind the console's layout, which asks who is there", () => {
  const pages = filesOf(/\/page\.tsx$/).filter((file) => !publicPages.some((folder) => file.startsWith(`${folder}/`)));
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter((file) => !file.startsWith("app/(console)/") && file !== "app/page.tsx")).toEqual([]);
  expect(fs.readFileSync(path.join(root, "app/(console)/layout.tsx"), "utf8")).toContain("makeCaller(");
});

test("no page changes anything by a server action", () => {
  const files = filesOf(/\.tsx?$/).filter((file) =>
    /^\s*["']use server["']/m.test(fs.readFileSync(path.join(root, file), "utf8")),
  );
  expect(files).toEqual([]);
});

test("of the sign-in library only the listed routes answer", async () => {
  const listed = signInRoutes.map(({ method, path: route }) => `${method} ${route}`);
  expect([...listed].sort()).toEqual([...publicRoutes].sort());
  const answering: string[] = [];
  for (const endpoint of Object.values(server.signIn.api) as {
    path?: string;
    options?: { method?: string | string[] };
  }[]) {
    const route = `/api/auth${endpoint.path}`;
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const init = {
        method,
        ...(method === "GET" ? {} : { body: "{}" }),
        headers: { "content-type": "application/json" },
      };
      const { status } = await server.auth(route.replace(/:\w+/g, "x"), init);
      if (status !== 404) answering.push(`${method} ${route}`);
    }
  }
  expect([...new Set(answering)].sort()).toEqual([...publicRoutes].sort());
});

test("without a session every procedure answers 401 over HTTP, whatever comes with the request", async () => {
  const procedures: Record<string, unknown> = appRouter._def.procedures;
  for (const [name, procedure] of Object.entries(procedures)) {
    const { type } = (procedure as { _def: { type: string } })._def;
    const body = JSON.stringify({ json: { lotId: "x" } });
    const response =
      type === "mutation"
        ? await server.trpc(name, { method: "POST", headers: { "content-type": "application/json" }, body })
        : await server.trpc(`${name}?input=${encodeURIComponent(body)}`);
    const text = type === "subscription" ? await response.text() : "";
    expect([name, response.status === 401 || text.includes("UNAUTHORIZED")]).toEqual([name, true]);
  }
});

test("a procedure that does not exist is not found, a batch has an end, a body too", async () => {
  expect((await server.trpc("lots.destroy")).status).toBe(404);
  const many = Array(41).fill("me.get").join(",");
  expect((await server.trpc(`${many}?batch=1`)).status).toBe(400);
  const large = { method: "POST", headers: { "content-length": String(5_000_000) }, body: "{}" };
  expect((await server.trpc("draft.save", large)).status).toBe(413);
});
