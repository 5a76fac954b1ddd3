#!/usr/bin/env node
// @ts-check
// `npx liftgate`: needs no build, so that any folder of a checkout will do.
import fs from "node:fs";

if (!fs.existsSync(new URL("../node_modules/tsx", import.meta.url))) {
  process.stderr.write("liftgate: dependencies are missing: run npm ci in the checkout\n");
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
const { runCli } = await import("./cli/run-cli.ts");
await runCli(process.argv);
