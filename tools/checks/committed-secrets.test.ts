import { expect, test } from "vitest";
import { findSecrets } from "./committed-secrets.ts";

test("finds keys by their shape and this checkout's own secrets", () => {
  const pem = ["-----BEGIN", "PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIGFh"].join(" ");
  expect(findSecrets(pem, [])).toEqual(["a private key"]);
  expect(findSecrets("password: correct-horse-battery", ["correct-horse-battery"])).toEqual([
    "a secret of .data/secrets",
  ]);
  expect(findSecrets("-----BEGIN PUBLIC KEY-----", ["correct-horse-battery"])).toEqual([]);
});
