import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { readSecret, requireSecrets, type SecretName, SecretsError, secretNames } from "#server/identity/secrets.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type MadeSecrets = {
  databasePassword: string;
  /** Sign-in name to password of the demo people; only ever used by a start on demo data. */
  demoPasswords: Readonly<Record<string, string>>;
  demoPasswordsFile: string;
  /** `LIFTGATE_<NAME>_FILE` for every secret that the environment does not set by itself. */
  environment: Record<string, string>;
};

/** The demo people, one for each role. */
const demoPeople = ["owner", "manager", "support", "attendant", "auditor"].map((role) => `${role}@demo.liftgate.test`);

const fileNames: Record<SecretName, string> = {
  LIFTGATE_SESSION_SECRET: "session-secret",
  LIFTGATE_BUNDLE_SIGNING_KEY: "bundle-signing-key",
  LIFTGATE_BROKER_PASSWORD: "broker-password",
  LIFTGATE_DATABASE_PASSWORD: "database-password",
};

/** Makes every secret that a start on this machine needs and lacks, each in a file that only its owner may read. */
export function makeSecrets(dataDir: string, env: Environment = process.env): MadeSecrets {
  const folder = path.join(dataDir, "secrets");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  fs.chmodSync(folder, 0o700);
  const environment: Record<string, string> = {};
  for (const name of secretNames) {
    if (env[name] || env[`${name}_FILE`]) continue;
    const file = path.resolve(folder, fileNames[name]);
    keepOrMake(file, () => randomBytes(32).toString("base64"));
    environment[`${name}_FILE`] = file;
  }
  const databasePassword = readSecret("LIFTGATE_DATABASE_PASSWORD", { ...env, ...environment });
  const demoPasswordsFile = path.join(folder, "demo-passwords.json");
  const demoPasswords = keepOrMake(demoPasswordsFile, () => JSON.stringify(newDemoPasswords(), null, 2));
  return { databasePassword, demoPasswords: JSON.parse(demoPasswords), demoPasswordsFile, environment };
}

/** Writes a file that only its owner may read, whole or not at all. */
export function writeSecretFile(file: string, content: string): void {
  const making = `${file}.making`;
  fs.rmSync(making, { force: true });
  fs.writeFileSync(making, `${content}\n`, { mode: 0o600, flush: true });
  fs.renameSync(making, file);
}

/**
 * A start is a production start when the operator names both servers (DATABASE_URL and MQTT_URL) or says so with
 * LIFTGATE_PRODUCTION=1. Nothing is made then: no secret, no database, no demo data, no simulated lot.
 */
export function isProduction(env: Environment = process.env): boolean {
  return env.LIFTGATE_PRODUCTION === "1" || Boolean(env.DATABASE_URL && env.MQTT_URL);
}

/** Refuses a production start that lacks anything, naming all of it. The address of the database gets its password. */
export function requireProduction(env: Environment = process.env): { databaseUrl: string; mqttUrl: string } {
  const problems: string[] = [];
  for (const name of ["DATABASE_URL", "MQTT_URL"]) {
    if (!URL.canParse(env[name] ?? "")) problems.push(`${name}: set it to the address of your server`);
  }
  const databaseUrl = URL.canParse(env.DATABASE_URL ?? "") ? new URL(env.DATABASE_URL as string) : undefined;
  const needsPassword = databaseUrl?.password === "";
  try {
    const names = secretNames.filter((name) => needsPassword || name !== "LIFTGATE_DATABASE_PASSWORD");
    const secrets = requireSecrets(names, env);
    if (databaseUrl && needsPassword) databaseUrl.password = secrets.LIFTGATE_DATABASE_PASSWORD;
  } catch (error) {
    if (!(error instanceof SecretsError)) throw error;
    problems.push(...error.problems);
  }
  if (problems.length > 0 || !databaseUrl) throw new SecretsError(problems);
  return { databaseUrl: databaseUrl.href, mqttUrl: env.MQTT_URL as string };
}

function keepOrMake(file: string, make: () => string): string {
  if (!fs.existsSync(file)) writeSecretFile(file, make());
  fs.chmodSync(file, 0o600);
  return fs.readFileSync(file, "utf8").trim();
}

function newDemoPasswords(): Record<string, string> {
  return Object.fromEntries(demoPeople.map((person) => [person, randomBytes(9).toString("base64url")]));
}
