import { processDb } from "#prisma/db.ts";
import { startBacktestJob } from "../author/backtest-job.ts";
import { readSecret } from "../identity/secrets.ts";
import { photoFolder } from "../photos/photo-files.ts";
import { startPlanJob } from "../publish/plan-job.ts";
import { processSigningKey } from "../publish/process-signing-key.ts";
import { readKeyList } from "../publish/read-key-list.ts";
import { log } from "./log.ts";
import { readNextPublicKeys } from "./next-public-keys.ts";
import { runProcess } from "./run-process.ts";
import { startIngest } from "./start-ingest.ts";

const secondOpinionsPerSecond = 20;

function readSecondOpinions(text: string | undefined): number {
  const perSecond = Number(text ?? secondOpinionsPerSecond);
  if (Number.isInteger(perSecond) && perSecond >= 0) return perSecond;
  throw new Error("LIFTGATE_SECOND_OPINIONS_PER_SECOND must be a whole number, 0 or more");
}

/** Host and port to listen on; TLS ends before it. */
function readEdgeHttp(text = "127.0.0.1:15801"): { host: string; port: number } {
  const match = /^(.+):([0-9]{1,5})$/.exec(text);
  if (match === null) throw new Error("LIFTGATE_EDGE_HTTP must be a host and a port, as 0.0.0.0:15801");
  return { host: match[1]!, port: Number(match[2]) };
}

function readKeptDays(text = "90"): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new Error("LIFTGATE_PHOTO_DAYS must be a whole number of days, 1 or more");
}

await runProcess("ingest", async () => {
  const key = processSigningKey();
  const nextPublicKeys = readNextPublicKeys(process.env.LIFTGATE_NEXT_PUBLIC_KEYS);
  const { stop } = startIngest({
    databaseUrl: process.env.DATABASE_URL ?? "",
    mqttUrl: process.env.MQTT_URL ?? "mqtt://127.0.0.1:15883",
    brokerPassword: readSecret("LIFTGATE_BROKER_PASSWORD"),
    signingKey: key,
    keyList: () => readKeyList(processDb(), key, nextPublicKeys),
    secondOpinionsPerSecond: readSecondOpinions(process.env.LIFTGATE_SECOND_OPINIONS_PER_SECOND),
    edgeHttp: readEdgeHttp(process.env.LIFTGATE_EDGE_HTTP),
    photos: { folder: photoFolder(process.env), keptDays: readKeptDays(process.env.LIFTGATE_PHOTO_DAYS) },
  });
  const plans = startPlanJob(processDb(), key, ({ message }) => {
    log.warn({ reason: message }, "rollout plans could not be taken on, trying again");
  });
  const backtests = startBacktestJob(processDb(), ({ message }) => {
    log.warn({ reason: message }, "a backtest could not go on, trying again");
  });
  return async () => {
    await Promise.all([stop(), plans.stop(), backtests.stop()]);
    await processDb().$disconnect();
  };
});
