import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Db } from "#prisma/db.ts";
import { processDb } from "#prisma/db.ts";
import { boundBody } from "../identity/bound-body.ts";
import { processSignIn, type SignIn } from "../identity/sign-in.ts";
import { isFromElsewhere, webAddress } from "../identity/web-address.ts";
import { log } from "../link/log.ts";
import { answerPhoto } from "./answer-photo.ts";
import { makeContext } from "./context.ts";
import { type LiveEvents, processLiveEvents } from "./live-events.ts";
import { appRouter } from "./router.ts";

const trpcPath = "/api/trpc";
/** A draft is the largest thing that a page sends. */
const bodyBytesMax = 4 * 1024 * 1024;
const batchMax = 40;

/** Answers the tRPC routes of the web server. */
export function handleTrpc(request: Request): Promise<Response> {
  return answerTrpc(request, { db: processDb(), signIn: processSignIn(), liveEvents: processLiveEvents });
}

/** Answers the route of photos. */
export function handlePhoto(request: Request): Promise<Response> {
  const parts = { db: processDb(), signIn: processSignIn(), liveEvents: processLiveEvents };
  return answerPhoto(request, { ...parts, headers: request.headers });
}

type Parts = { db: Db; signIn: SignIn; liveEvents: () => LiveEvents };

export async function answerTrpc(request: Request, parts: Parts): Promise<Response> {
  if (isFromElsewhere(request, webAddress())) return Response.json({ message: "not from this page" }, { status: 403 });
  const bounded = await boundBody(request, bodyBytesMax);
  if (bounded === null) {
    log.warn({ path: new URL(request.url).pathname }, "a request of a page is too large");
    return Response.json({ message: `at most ${bodyBytesMax} bytes` }, { status: 413 });
  }
  return fetchRequestHandler({
    endpoint: trpcPath,
    req: bounded,
    router: appRouter,
    maxBatchSize: batchMax,
    createContext: () => makeContext({ ...parts, headers: request.headers }),
  });
}
