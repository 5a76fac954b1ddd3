import { changeSettings, readSettings } from "../../documents/change-settings.ts";
import { openGate, openGateInput } from "../../fleet/open-gate.ts";
import { anomaliesInput, readAnomalies } from "../../fleet/read-anomalies.ts";
import { commandInput, readCommand } from "../../fleet/read-command.ts";
import { readEdgeSettings } from "../../fleet/read-edge-settings.ts";
import { readFleet } from "../../fleet/read-fleet.ts";
import { readQuarantine } from "../../fleet/read-quarantine.ts";
import { resolveAnomaly, resolveAnomalyInput } from "../../fleet/resolve-anomaly.ts";
import { type SettingsDocument, saveEdgeSettings, saveEdgeSettingsInput } from "../../fleet/save-edge-settings.ts";
import type { VisibleLot } from "../../identity/access.ts";
import { processSigningKey } from "../../publish/process-signing-key.ts";
import { lotProcedure, lotsProcedure, makeRouter } from "../init.ts";
import { sqlOf } from "../sql-of.ts";
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
  openGate: lotProcedure("gate.open")
    .input(openGateInput)
    .mutation(({ ctx, input }) => openGate(ctx.checked, input, processSigningKey())),
  command: lotProcedure("gate.open")
    .input(commandInput)
    .query(({ ctx, input }) => readCommand(ctx.checked, input)),
  watchCommands: lotsProcedure("gate.open")
    .input(watchInput)
    .subscription(({ ctx, signal }) =>
      watch({
        liveEvents: ctx.liveEvents(),
        channel: "command",
        lots: ctx.checked.lots,
        lotsNow: async () => (await ctx.checkAgain()).lots,
        signal,
      }),
    ),
  anomalies: lotsProcedure("fleet.read")
    .input(anomaliesInput)
    .query(({ ctx, input }) => readAnomalies(ctx.checked, input)),
  resolveAnomaly: lotProcedure("anomaly.resolve")
    .input(resolveAnomalyInput)
    .mutation(({ ctx, input }) => resolveAnomaly(ctx.checked, input)),
  quarantine: lotsProcedure("quarantine.read").query(({ ctx }) => readQuarantine(ctx.checked)),
  settings: lotProcedure("fleet.read").query(({ ctx }) => readEdgeSettings(ctx.checked)),
  saveSettings: lotProcedure("edge.settings")
    .input(saveEdgeSettingsInput)
    .mutation(({ ctx, input }) => saveEdgeSettings(ctx.checked, input, settingsOf(ctx.checked.lot))),
});

function settingsOf({ operatorId, lotId }: VisibleLot): SettingsDocument {
  return {
    read: (tx, edgeId) => readSettings(sqlOf(tx), { operatorId, lotId, edgeId }),
    change: (tx, edgeId, settings) => changeSettings(sqlOf(tx), { operatorId, lotId, edgeId }, settings),
  };
}
