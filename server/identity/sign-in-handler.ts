import * as z from "zod";
import { type Db, processDb } from "#prisma/db.ts";
import { boundBody } from "./bound-body.ts";
import { countAttempt, forgetAttempts } from "./limit-attempts.ts";
import { processSignIn, type SignIn } from "./sign-in.ts";
import { isFromElsewhere, webAddress } from "./web-address.ts";

/** All that the sign-in library may answer. What is not listed does not exist, whatever a later version brings. */
export const signInRoutes = [
  { method: "POST", path: "/api/auth/sign-in/email" },
  { method: "POST", path: "/api/auth/sign-out" },
  { method: "GET", path: "/api/auth/get-session" },
  { method: "POST", path: "/api/auth/change-password" },
] as const;

const bodyBytesMax = 8 * 1024;
const attemptSchema = z.object({ email: z.string().max(320) });

/** Answers the sign-in routes of the web server. */
export function handleSignIn(request: Request): Promise<Response> {
  return answerSignIn(request, { db: processDb(), signIn: processSignIn() });
}

export async function answerSignIn(request: Request, { db, signIn }: { db: Db; signIn: SignIn }): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!signInRoutes.some(({ method, path }) => method === request.method && path === pathname)) {
    return Response.json({ message: "not found" }, { status: 404 });
  }
  if (isFromElsewhere(request, webAddress())) return Response.json({ message: "not from this page" }, { status: 403 });
  const bounded = await boundBody(request, bodyBytesMax);
  if (bounded === null) return Response.json({ message: "too large" }, { status: 413 });
  return pathname === "/api/auth/sign-in/email" ? signInToAccount(bounded, db, signIn) : signIn.handler(bounded);
}

async function signInToAccount(request: Request, db: Db, signIn: SignIn): Promise<Response> {
  const text = await request.text();
  const email = emailOf(text);
  if (email !== undefined && !(await countAttempt(db, email, Date.now()))) {
    return Response.json({ message: "too many attempts" }, { status: 429 });
  }
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  const response = await signIn.handler(new Request(request.url, { method: "POST", headers, body: text }));
  if (email !== undefined && response.ok) await forgetAttempts(db, email);
  return response;
}

function emailOf(text: string): string | undefined {
  try {
    return attemptSchema.safeParse(JSON.parse(text)).data?.email;
  } catch {
    return undefined; // the library says what is wrong with the body
  }
}
