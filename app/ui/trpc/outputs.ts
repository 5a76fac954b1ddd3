import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/trpc/router.ts";

/** What each procedure answers, by router and name. */
export type Outputs = inferRouterOutputs<AppRouter>;
