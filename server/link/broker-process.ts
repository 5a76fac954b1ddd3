import { readSecret } from "../identity/secrets.ts";
import { findCredentialHash } from "./edge-credential.ts";
import { openPool } from "./open-pool.ts";
import { runProcess } from "./run-process.ts";
import { startBroker } from "./start-broker.ts";

await runProcess("broker", async () => {
  const { hostname, port } = new URL(process.env.MQTT_URL ?? "mqtt://127.0.0.1:15883");
  const pool = openPool(process.env.DATABASE_URL ?? "", { name: "broker", max: 4 });
  const broker = await startBroker({
    host: hostname,
    port: Number(port || 1883),
    cloudPassword: readSecret("LIFTGATE_BROKER_PASSWORD"),
    findHash: (edgeId) => findCredentialHash(pool, edgeId),
  });
  return async () => {
    await broker.stop();
    await pool.end();
  };
});
