import fs from "node:fs";
import { processSigningKey } from "#server/publish/process-signing-key.ts";
import { seedDemo } from "./seed/seed-demo.ts";

// The process that `npm start` runs before the edge: demo data where there are none yet.

const { edgeConfigFiles } = await seedDemo({
  databaseUrl: required("DATABASE_URL"),
  dataDir: required("LIFTGATE_DATA_DIR"),
  mqttUrl: required("MQTT_URL"),
  edgeHttpUrl: required("LIFTGATE_EDGE_HTTP_URL"),
  cameraPort: Number(required("LIFTGATE_CAMERA_PORT")),
  barrierPort: Number(required("LIFTGATE_BARRIER_PORT")),
  demoPasswords: JSON.parse(fs.readFileSync(required("LIFTGATE_DEMO_PASSWORDS_FILE"), "utf8")),
  signingKey: processSigningKey(),
});
console.log(JSON.stringify({ edgeConfigFiles }));

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
