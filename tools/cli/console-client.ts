import path from "node:path";
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "#server/trpc/router.ts";
import { projectFolder } from "../freshness.ts";
import { BadInputError } from "./bad-input-error.ts";
import { runningAddress } from "./running-address.ts";

export type ConsoleClient = { readonly address: string; readonly api: TRPCClient<AppRouter>; readonly cookie: string };

const jsonHeaders = { "content-type": "application/json" };

/**
 * Does `work` at the console as the person of LIFTGATE_USER and LIFTGATE_PASSWORD: the same sign-in as in a browser,
 * the same procedures, the same permissions. The session ends with the work.
 */
export async function withConsole<Result>(work: (console: ConsoleClient) => Promise<Result>): Promise<Result> {
  const address = await consoleAddress();
  const cookie = await signIn(address);
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${address}/api/trpc`, transformer: superjson, headers: { cookie } })],
  });
  try {
    return await work({ address, api, cookie });
  } catch (error) {
    throw error instanceof TRPCClientError ? inWords(error) : error;
  } finally {
    const headers = { ...jsonHeaders, cookie, origin: address };
    await ask(`${address}/api/auth/sign-out`, { method: "POST", headers, body: "{}" });
  }
}

/** LIFTGATE_WEB_URL, or else the `npm start` in this checkout. */
async function consoleAddress(): Promise<string> {
  const { LIFTGATE_WEB_URL: given, LIFTGATE_DATA_DIR: dataDir } = process.env;
  if (given && !URL.canParse(given)) throw new BadInputError(["LIFTGATE_WEB_URL is not an address"]);
  if (given) return new URL(given).origin;
  const folder = path.resolve(dataDir ?? path.join(projectFolder, ".data"));
  const address = await runningAddress(folder);
  if (address) return address;
  throw new BadInputError(["set LIFTGATE_WEB_URL to the console's address; npm start does not run here"]);
}

async function signIn(address: string): Promise<string> {
  const { LIFTGATE_USER: email, LIFTGATE_PASSWORD: password } = process.env;
  if (!email || !password) throw new BadInputError(["set LIFTGATE_USER and LIFTGATE_PASSWORD to sign in"]);
  const response = await ask(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { ...jsonHeaders, origin: address },
    body: JSON.stringify({ email, password }),
  });
  if (response.status === 429) throw new BadInputError(["too many attempts to sign in: wait a while"]);
  if (!response.ok) throw new BadInputError([`${email} cannot sign in at ${address} with this password`]);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new BadInputError([`${new URL(url).origin} does not answer`], { cause });
  }
}

function inWords(error: TRPCClientError<AppRouter>): Error {
  const code = error.data?.code;
  if (code === "NOT_FOUND") return new BadInputError(["there is no such lot, or you cannot see it"], { cause: error });
  if (code === "FORBIDDEN") return new BadInputError(["your role may not do this"], { cause: error });
  if (code === undefined) return new BadInputError([`the console does not answer: ${error.message}`], { cause: error });
  return new BadInputError([`${error.message} (${code}, reference ${error.data?.reference ?? "none"})`], {
    cause: error,
  });
}
