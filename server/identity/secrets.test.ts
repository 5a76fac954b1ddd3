import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readSecret, requireSecrets, SecretsError } from "./secrets.ts";

const key = Buffer.alloc(32, 7).toString("base64");

test("names every missing secret at once", () => {
  const names = ["LIFTGATE_SESSION_SECRET", "LIFTGATE_BUNDLE_SIGNING_KEY", "LIFTGATE_BROKER_PASSWORD"] as const;
  const env = { LIFTGATE_BROKER_PASSWORD_FILE: "/nowhere/broker", LIFTGATE_BUNDLE_SIGNING_KEY: key };
  expect(() => requireSecrets(names, env)).toThrowError(
    new SecretsError([
      "LIFTGATE_SESSION_SECRET: set LIFTGATE_SESSION_SECRET or LIFTGATE_SESSION_SECRET_FILE",
      "LIFTGATE_BROKER_PASSWORD: the file /nowhere/broker cannot be read (ENOENT)",
    ]),
  );
});

test("reads a secret from the file that its variable names, without the last line end", () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-")), "secret");
  fs.writeFileSync(file, `${"s".repeat(40)}\n`);
  expect(readSecret("LIFTGATE_SESSION_SECRET", { LIFTGATE_SESSION_SECRET_FILE: file })).toBe("s".repeat(40));
});

test("refuses a value that cannot be right and never repeats it", () => {
  const read = () => readSecret("LIFTGATE_BUNDLE_SIGNING_KEY", { LIFTGATE_BUNDLE_SIGNING_KEY: "hunter2hunter2" });
  expect(read).toThrow(/32-byte Ed25519 seed/);
  expect(read).not.toThrow(/hunter2/);
});
