import { expect, test } from "vitest";
import { findMissingPackages } from "./lock-completeness.ts";

test("finds the platform package that the lock file lacks", () => {
  const packages = {
    "": {},
    "node_modules/native": { optionalDependencies: { "@native/linux-x64": "1.0.0", "@native/darwin-arm64": "1.0.0" } },
    "node_modules/native/node_modules/@native/linux-x64": {},
    "node_modules/other": { optionalDependencies: { fsevents: "2.0.0" } },
    "node_modules/fsevents": {},
  };
  expect(findMissingPackages(packages)).toEqual([
    "node_modules/native needs @native/darwin-arm64@1.0.0, which package-lock.json lacks",
  ]);
});
