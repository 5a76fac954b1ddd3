import { makeRouter } from "./init.ts";
import { auditRouter } from "./routers/audit.ts";
import { backtestsRouter } from "./routers/backtests.ts";
import { decideRouter } from "./routers/decide.ts";
import { draftRouter } from "./routers/draft.ts";
import { fleetRouter } from "./routers/fleet.ts";
import { listsRouter } from "./routers/lists.ts";
import { lotsRouter } from "./routers/lots.ts";
import { meRouter } from "./routers/me.ts";
import { membersRouter } from "./routers/members.ts";
import { passagesRouter } from "./routers/passages.ts";
import { bundlesRouter, plansRouter, publishRouter, rolloutsRouter, shadowsRouter } from "./routers/publish.ts";
import { scenariosRouter } from "./routers/scenarios.ts";
import { sharedTablesRouter } from "./routers/shared-tables.ts";

/** Every procedure of the console. */
export const appRouter = makeRouter({
  me: meRouter,
  lots: lotsRouter,
  lists: listsRouter,
  draft: draftRouter,
  sharedTables: sharedTablesRouter,
  scenarios: scenariosRouter,
  backtests: backtestsRouter,
  publish: publishRouter,
  rollouts: rolloutsRouter,
  plans: plansRouter,
  shadows: shadowsRouter,
  bundles: bundlesRouter,
  passages: passagesRouter,
  decide: decideRouter,
  fleet: fleetRouter,
  audit: auditRouter,
  members: membersRouter,
});

export type AppRouter = typeof appRouter;
