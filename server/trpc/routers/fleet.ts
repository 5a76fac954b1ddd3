import { anomaliesInput, readAnomalies } from "../../fleet/read-anomalies.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readQuarantine } from "../../fleet/read-quarantine.ts";
import { resolveAnomaly, resolveAnomalyInput } from "../../fleet/resolve-anomaly.ts";
import { lotProcedure, lotsProcedure, makeRouter } from "../init.ts";
import { watch, watchInput } from "../watch.ts";

/** Every edge ticks every few seconds; a page reads the list again at most this often. */
const quietMs = 500;

export const fleetRouter = makeRouter({
  list: lotsProcedure("fleet.read").query(({ ctx }) => readFleet(ctx.checked)),
  watch: lotsProcedure("fleet.read")
    .input(watchInput)
    .subscription(({ ctx, signal }) =>
      watch({
        liveEvents: ctx.liveEvents(),
        channel: "edge",
        lots: ctx.checked.lots,
        lotsNow: async () => (await ctx.checkAgain()).lots,
        signal,
        quietMs,
      }),
    ),
  anomalies: lotsProcedure("fleet.read")
    .input(anomaliesInput)
    .query(({ ctx, input }) => readAnomalies(ctx.checked, input)),
  resolveAnomaly: lotProcedure("anomaly.resolve")
    .input(resolveAnomalyInput)
    .mutation(({ ctx, input }) => resolveAnomaly(ctx.checked, input)),
  quarantine: lotsProcedure("quarantine.read").query(({ ctx }) => readQuarantine(ctx.checked)),
});
