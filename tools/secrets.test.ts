import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { requireSecrets, type SecretsError, secretNames } from "#server/identity/secrets.ts";
import { isProduction, makeSecrets, requireProduction } from "./secrets.ts";

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-"));

test("makes every secret once, for its owner alone", () => {
  const dataDir = newFolder();
  const first = makeSecrets(dataDir, {});
  expect(makeSecrets(dataDir, {})).toEqual(first);
  expect(makeSecrets(newFolder(), {}).databasePassword).not.toBe(first.databasePassword);
  const folder = path.join(dataDir, "secrets");
  expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
  for (const file of fs.readdirSync(folder)) expect(fs.statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
  expect(Object.keys(requireSecrets(secretNames, first.environment))).toEqual([...secretNames]);
  expect(Object.keys(first.demoPasswords)).toContain("auditor@demo.liftgate.test");
});

test("leaves alone what the environment sets", () => {
  const dataDir = newFolder();
  const made = makeSecrets(dataDir, { LIFTGATE_SESSION_SECRET: "x".repeat(40) });
  expect(made.environment).not.toHaveProperty("LIFTGATE_SESSION_SECRET_FILE");
  expect(fs.existsSync(path.join(dataDir, "secrets/session-secret"))).toBe(false);
});

test("a production start names all that is missing", () => {
  expect(isProduction({ DATABASE_URL: "postgresql://db/liftgate" })).toBe(false);
  expect(isProduction({ DATABASE_URL: "postgresql://db/liftgate", MQTT_URL: "mqtt://broker" })).toBe(true);
  const problems = (env: Record<string, string>) => {
    try {
      requireProduction(env);
    } catch (error) {
      return (error as SecretsError).problems.map((problem) => problem.split(":")[0]);
    }
  };
  const generated = ["LIFTGATE_SESSION_SECRET", "LIFTGATE_BUNDLE_SIGNING_KEY", "LIFTGATE_BROKER_PASSWORD"];
  expect(problems({ LIFTGATE_PRODUCTION: "1" })).toEqual(["DATABASE_URL", "MQTT_URL", ...generated]);
  const servers = { DATABASE_URL: "postgresql://liftgate@db/liftgate", MQTT_URL: "mqtt://broker" };
  expect(problems(servers)).toEqual([...generated, "LIFTGATE_DATABASE_PASSWORD"]);
});

test("puts the database's password into its address", () => {
  const file = path.join(newFolder(), "password");
  fs.writeFileSync(file, "p@ss/word\n");
  const env = {
    DATABASE_URL: "postgresql://liftgate@db/liftgate",
    MQTT_URL: "mqtt://broker",
    LIFTGATE_DATABASE_PASSWORD_FILE: file,
    LIFTGATE_SESSION_SECRET: "x".repeat(40),
    LIFTGATE_BUNDLE_SIGNING_KEY: Buffer.alloc(32, 7).toString("base64"),
    LIFTGATE_BROKER_PASSWORD: "x".repeat(40),
  };
  expect(requireProduction(env).databaseUrl).toBe("postgresql://liftgate:p%40ss%2Fword@db/liftgate");
});
