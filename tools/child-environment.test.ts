import { expect, test } from "vitest";
import { type ChildName, childEnvironment } from "./child-environment.ts";

const addresses = {
  web: "http://127.0.0.1:1",
  databaseUrl: "postgresql://x",
  mqttUrl: "mqtt://x",
  edgeHttpUrl: "http://127.0.0.1:4",
  cameraPort: 2,
  barrierPort: 3,
};
const inherited = {
  PATH: "/bin",
  LIFTGATE_SESSION_SECRET: "s",
  LIFTGATE_DATABASE_PASSWORD: "d",
  DATABASE_URL: "postgresql://other",
  LIFTGATE_SECOND_OPINIONS_PER_SECOND: "5",
  LIFTGATE_LOG_LEVEL: "debug",
  LIFTGATE_NEXT_PUBLIC_KEYS: "ab",
};
const secrets = { LIFTGATE_BROKER_PASSWORD_FILE: "/b", LIFTGATE_DATABASE_PASSWORD_FILE: "/d" };
const environmentOf = (name: ChildName) => childEnvironment(name, { dataDir: "/data", addresses, secrets, inherited });

test("the edge learns nothing of the cloud but the broker's address", () => {
  const env = environmentOf("edge");
  expect(env).toMatchObject({ PATH: "/bin", MQTT_URL: "mqtt://x", LIFTGATE_CAMERA_PORT: "2" });
  expect(Object.keys(env).filter((key) => /SECRET|PASSWORD|SIGNING|DATABASE/.test(key))).toEqual([]);
});

test("the broker gets its own password and the database, and no other secret", () => {
  const env = environmentOf("broker");
  expect(env).toMatchObject({ LIFTGATE_BROKER_PASSWORD_FILE: "/b", DATABASE_URL: "postgresql://x" });
  expect(env).not.toHaveProperty("LIFTGATE_SESSION_SECRET");
});

test("the console gets every secret but the database's password, which its address holds", () => {
  const env = environmentOf("web");
  expect(env).toMatchObject({ LIFTGATE_SESSION_SECRET: "s", LIFTGATE_WEB_URL: "http://127.0.0.1:1" });
  expect(Object.keys(env).filter((key) => key.includes("DATABASE_PASSWORD"))).toEqual([]);
});

test("an operator's settings reach the processes that read them", () => {
  for (const name of ["broker", "ingest", "edge"] as const)
    expect(environmentOf(name).LIFTGATE_LOG_LEVEL).toBe("debug");
  expect(environmentOf("ingest")).toMatchObject({
    LIFTGATE_SECOND_OPINIONS_PER_SECOND: "5",
    LIFTGATE_NEXT_PUBLIC_KEYS: "ab",
  });
});
