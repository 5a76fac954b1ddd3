import { makeRouter } from "./init.ts";
import { meRouter } from "./routers/me.ts";

/** Every procedure of the console. */
export const appRouter = makeRouter({
  me: meRouter,
});

export type AppRouter = typeof appRouter;
