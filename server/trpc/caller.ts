import { processDb } from "#prisma/db.ts";
import { processSignIn } from "../identity/sign-in.ts";
import { makeContext } from "./context.ts";
import { makeCallerFactory } from "./init.ts";
import { processLiveEvents } from "./live-events.ts";
import { appRouter } from "./router.ts";

const callerOf = makeCallerFactory(appRouter);

/** The procedures for server components: the same check, with the headers of the request that is being answered. */
export function makeCaller(headers: Headers) {
  return callerOf(makeContext({ db: processDb(), signIn: processSignIn(), headers, liveEvents: processLiveEvents }));
}
