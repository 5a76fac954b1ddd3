import { afterAll, beforeAll, expect, test } from "vitest";
import { TestConsole } from "../trpc/testing/test-console.ts";
import { roles, TestOperator } from "../trpc/testing/test-operator.ts";
import { signInRoutes } from "./sign-in-handler.ts";

let server: TestConsole;
let operator: TestOperator;

beforeAll(async () => {
  server = new TestConsole();
  operator = await TestOperator.make(server.db);
  for (const role of roles) await operator.allowSignIn(role);
});
afterAll(() => server.close());

const json = { "content-type": "application/json" };

test("the right password opens a session, sign-out ends it in the database", async () => {
  const headers = await server.headersOf(operator, "manager");
  expect((await server.trpc("me.get", { headers })).status).toBe(200);
  const answer = await server.auth("/api/auth/get-session", { headers });
  const session = (await answer.json()) as { user: { email: string } };
  expect(session.user.email).toBe(operator.email("manager"));
  const out = new Headers([...headers, ["origin", server.origin], ["content-type", "application/json"]]);
  expect((await server.auth("/api/auth/sign-out", { method: "POST", headers: out, body: "{}" })).status).toBe(200);
  expect((await server.trpc("me.get", { headers })).status).toBe(401);
});

test("the session cookie is for this server's scripts to ignore and other sites to leave out", async () => {
  const response = await server.tryPassword(operator.email("owner"), operator.password);
  const [cookie] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^liftgate\.session_token=/);
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  expect(cookie).not.toMatch(/Secure/i); // http on the machine itself
});

test("a wrong password and an unknown account read the same", async () => {
  const wrong = await server.tryPassword(operator.email("auditor"), "not the password");
  const unknown = await server.tryPassword("nobody@nowhere.example", "not the password");
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

test("an account cannot be guessed at for long, from whatever address, even with the right password in between", async () => {
  const email = operator.email("support");
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++) {
    const { status } = await server.auth("/api/auth/sign-in/email", {
      method: "POST",
      headers: { ...json, origin: server.origin, "x-forwarded-for": `10.0.0.${attempt}` },
      body: JSON.stringify({ email: attempt === 10 ? email.toUpperCase() : email, password: `guess ${attempt}` }),
    });
    statuses.push(status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  expect((await server.tryPassword(email, operator.password)).status).toBe(429);
});

test("one address cannot try many accounts", async () => {
  const attempt = (n: number) =>
    server.auth("/api/auth/sign-in/email", {
      method: "POST",
      headers: { ...json, origin: server.origin, "x-forwarded-for": "203.0.113.9" },
      body: JSON.stringify({ email: `n${n}@nowhere.example`, password: "x" }),
    });
  const statuses: number[] = [];
  for (let n = 0; n < 61; n++) statuses.push((await attempt(n)).status);
  expect(statuses.slice(0, 60).every((status) => status === 401)).toBe(true);
  expect(statuses[60]).toBe(429);
}, 60_000);

test("nobody can make an account for themselves", async () => {
  const before = await server.db.user.count();
  const body = JSON.stringify({ email: "me@new.example", password: "long enough password", name: "Me" });
  const init = { method: "POST", headers: { ...json, origin: server.origin }, body };
  expect((await server.auth("/api/auth/sign-up/email", init)).status).toBe(404);
  const direct = await server.signIn.handler(server.request("/api/auth/sign-up/email", init));
  expect(direct.status).toBe(400); // also without our list
  expect(await server.db.user.count()).toBe(before);
});

test("a page of another origin cannot sign in, sign out or change the password", async () => {
  const headers = await server.headersOf(operator, "owner");
  const elsewhere = new Headers([...headers, ["origin", "https://evil.example"], ["content-type", "application/json"]]);
  for (const { method, path } of signInRoutes.filter((route) => route.method === "POST")) {
    const body = JSON.stringify({ email: operator.email("owner"), password: operator.password });
    const { status } = await server.auth(path, { method, headers: elsewhere, body });
    expect([path, status]).toEqual([path, 403]);
  }
  expect((await server.trpc("me.get", { headers })).status).toBe(200);
});

test("changing the password asks for the old one and a long enough new one", async () => {
  const headers = await server.headersOf(operator, "attendant");
  const signedIn = new Headers([...headers, ["origin", server.origin], ["content-type", "application/json"]]);
  const change = (currentPassword: string, newPassword: string) =>
    server.auth("/api/auth/change-password", {
      method: "POST",
      headers: signedIn,
      body: JSON.stringify({ currentPassword, newPassword }),
    });
  expect((await change("not the password", "a new password 1")).status).toBe(400);
  expect((await change(operator.password, "short")).status).toBe(400);
  expect((await change(operator.password, "a new password 1")).status).toBe(200);
  expect((await server.tryPassword(operator.email("attendant"), operator.password)).status).toBe(401);
  expect((await server.tryPassword(operator.email("attendant"), "a new password 1")).status).toBe(200);
});

test("a body that is no JSON or far too large is refused, not a fault", async () => {
  const post = (body: string) =>
    server.auth("/api/auth/sign-in/email", { method: "POST", headers: { ...json, origin: server.origin }, body });
  expect((await post("{")).status).toBe(400);
  expect((await post(JSON.stringify({ email: "x".repeat(10_000) }))).status).toBe(413);
});
