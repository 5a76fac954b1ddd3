// @ts-check
// `npm run bench:engine`: runs a benchmark of bench/ bundled as the product is. Translated on the fly, each function
// inside a function would be wrapped to keep its name, which costs more than what is measured.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "..");
const [name = "", ...args] = process.argv.slice(2);
const entry = path.join(root, "bench", `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || !fs.existsSync(entry)) {
  process.stderr.write(`There is no benchmark "${name}".\n`);
  process.exit(2);
}
const bundled = path.join(root, "bench", `.${name}.mjs`); // beside its source: it finds the golden cases from there
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile: bundled,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});
const child = spawn(process.execPath, [bundled, ...args], { stdio: "inherit" });
child.on("exit", (code) => {
  fs.rmSync(bundled);
  process.exitCode = code ?? 1;
});
