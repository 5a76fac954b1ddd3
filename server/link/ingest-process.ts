import { processDb } from "#prisma/db.ts";
import { readSecret } from "../identity/secrets.ts";
import { processSigningKey } from "../publish/process-signing-key.ts";
import { readKeyList } from "../publish/read-key-list.ts";
import { runProcess } from "./run-process.ts";
import { startIngest } from "./start-ingest.ts";

const secondOpinionsPerSecond = 20;

await runProcess("ingest", async () => {
  const key = processSigningKey();
  const stop = startIngest({
    databaseUrl: process.env.DATABASE_URL ?? "",
    mqttUrl: process.env.MQTT_URL ?? "mqtt://127.0.0.1:15883",
    brokerPassword: readSecret("LIFTGATE_BROKER_PASSWORD"),
    keyList: () => readKeyList(processDb(), key),
    secondOpinionsPerSecond: Number(process.env.LIFTGATE_SECOND_OPINIONS_PER_SECOND ?? secondOpinionsPerSecond),
  });
  return async () => {
    await stop();
    await processDb().$disconnect();
  };
});
