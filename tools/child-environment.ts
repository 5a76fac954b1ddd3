export type Addresses = {
  /** What a browser opens, e.g. `http://127.0.0.1:15300`; behind a proxy not where the console listens. */
  web: string;
  databaseUrl: string;
  mqttUrl: string;
  /** Where edges bring a backlog, e.g. `http://127.0.0.1:15801`. */
  edgeHttpUrl: string;
  cameraPort: number;
  barrierPort: number;
};

export type ChildName = "broker" | "ingest" | "web" | "edge" | "simulator" | "seed";

type Environment = Record<string, string | undefined>;
type Input = { dataDir: string; addresses: Addresses; secrets: Environment; inherited?: Environment };

/** Which secrets a child gets, and which addresses: nobody learns more than the work needs. */
const needs: Record<ChildName, { secrets: "all" | "broker" | "none"; isCloud: boolean }> = {
  broker: { secrets: "broker", isCloud: true },
  ingest: { secrets: "all", isCloud: true },
  web: { secrets: "all", isCloud: true },
  seed: { secrets: "all", isCloud: true },
  edge: { secrets: "none", isCloud: false },
  simulator: { secrets: "none", isCloud: false },
};

/** The whole environment of a child. */
export function childEnvironment(name: ChildName, input: Input): Environment {
  const { dataDir, addresses, secrets, inherited = process.env } = input;
  const need = needs[name];
  const env: Environment = {
    ...withoutConfined(inherited),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    // our own handler ends the console at once; the framework's waits for every open live stream, for ever
    NEXT_MANUAL_SIG_HANDLE: "1",
    LIFTGATE_DATA_DIR: dataDir,
    LIFTGATE_CAMERA_PORT: String(addresses.cameraPort),
    LIFTGATE_BARRIER_PORT: String(addresses.barrierPort),
    MQTT_URL: addresses.mqttUrl,
    LIFTGATE_EDGE_HTTP_URL: addresses.edgeHttpUrl,
    // behind a proxy not where the server listens
    LIFTGATE_EDGE_HTTP: inherited.LIFTGATE_EDGE_HTTP ?? new URL(addresses.edgeHttpUrl).host,
  };
  if (need.isCloud) Object.assign(env, { DATABASE_URL: addresses.databaseUrl, LIFTGATE_WEB_URL: addresses.web });
  for (const [key, value] of Object.entries({ ...inherited, ...secrets })) {
    if (isSecret(key) && (need.secrets === "all" || (need.secrets === "broker" && key.includes("BROKER")))) {
      env[key] = value;
    }
  }
  return env;
}

/** What is set for all children alike stays; secrets and the servers' addresses go only where they are needed. */
function withoutConfined(env: Environment): Environment {
  const isConfined = (key: string) =>
    isSecret(key) || /^(DATABASE_URL|MQTT_URL|LIFTGATE_DATABASE_PASSWORD.*)$/.test(key);
  return Object.fromEntries(Object.entries(env).filter(([key]) => !isConfined(key)));
}

/** The database's password reaches a child only inside DATABASE_URL. */
function isSecret(key: string): boolean {
  return /^LIFTGATE_(SESSION_SECRET|BUNDLE_SIGNING_KEY|BROKER_PASSWORD)(_FILE)?$/.test(key);
}
