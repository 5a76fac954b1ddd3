import fs from "node:fs";
import path from "node:path";
import { projectFolder, runIfStale, type Step } from "./freshness.ts";
import { runCommand } from "./run-command.ts";

type Say = (line: string) => void;

/** The entry of each process and the rooms that it is made of. */
const processEntries = {
  broker: { entry: "server/link/broker-process.ts", rooms: ["contracts", "engine", "server", "prisma"] },
  ingest: { entry: "server/link/ingest-process.ts", rooms: ["contracts", "engine", "server", "prisma"] },
  seed: { entry: "prisma/seed.ts", rooms: ["contracts", "engine", "server", "prisma"] },
  edge: { entry: "edge-runner/main.ts", rooms: ["contracts", "engine", "edge-runner"] },
  simulator: { entry: "edge-runner/simulator/main.ts", rooms: ["contracts", "engine", "edge-runner"] },
} as const;

export type BuiltProcess = keyof typeof processEntries;
const dependencies = ["package.json", "package-lock.json"];

/** Makes the Prisma client when the schema changed. */
export async function ensureClient(say?: Say): Promise<void> {
  const run = async () => {
    await runCommand(["node_modules/prisma/build/index.js", "generate"]);
  };
  const inputs = [...dependencies, "prisma.config.ts", "prisma/schema.prisma", "tools/schema-engine.mjs"];
  await runIfStale({ name: "prisma-client", inputs, outputs: ["prisma/client"], run }, say);
}

/** Makes the files of `dist/` that changed. The client must be there. */
export async function ensureProcesses(say?: Say): Promise<void> {
  const names = Object.keys(processEntries) as BuiltProcess[];
  await Promise.all(names.map((name) => runIfStale(processStep(name), say)));
}

/** Makes the console when one of its files changed. The client must be there. */
export async function ensureConsole(say?: Say): Promise<void> {
  const inputs = ["app", "contracts", "engine", "server", "prisma/schema.prisma"];
  inputs.push("next.config.ts", "instrumentation.ts", "postcss.config.mjs", "tsconfig.json", "tsconfig.base.json");
  const run = async () => {
    await runCommand(["node_modules/next/dist/bin/next", "build"]);
  };
  await runIfStale({ name: "console", inputs: [...dependencies, ...inputs], outputs: [".next/BUILD_ID"], run }, say);
}

/** Makes the types of the console's routes, which its pages are checked against. Needs no build. */
export async function ensureRouteTypes(): Promise<void> {
  const run = async () => {
    await runCommand(["node_modules/next/dist/bin/next", "typegen"]);
  };
  const outputs = ["next-env.d.ts", ".next/types/routes.d.ts"];
  await runIfStale({ name: "route-types", inputs: ["package-lock.json", "next.config.ts", "app"], outputs, run });
}

function processStep(name: BuiltProcess): Step {
  const { entry, rooms } = processEntries[name];
  const output = `dist/${name}.mjs`;
  const inputs = [...dependencies, "tools/build.ts", ...rooms];
  return { name, inputs, outputs: [output], run: () => bundle(name, entry, output) };
}

async function bundle(name: BuiltProcess, entry: string, output: string): Promise<void> {
  const { build } = await import("esbuild"); // its command is replaced by a native program at install, so its API
  const isEdge = name === "edge" || name === "simulator";
  await build({
    absWorkingDir: projectFolder,
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    // An edge is one file beside libsql's native one; the cloud's processes live in a checkout with its packages.
    ...(isEdge ? { external: ["libsql"] } : { packages: "external" as const }),
    banner: { js: requireBanner },
    sourcemap: true,
    logLevel: "warning",
  });
}

/** CommonJS packages inside an ES module bundle ask for `require`. */
const requireBanner =
  'import { createRequire as bundleCreateRequire } from "node:module"; const require = bundleCreateRequire(import.meta.url);';

/**
 * What Node is given to run a process. Broker and ingest make garbage with every record: with the usual young generation
 * of 16 MB what is still in use is copied over and over.
 */
export function programOf(name: BuiltProcess): string[] {
  const isBusy = name === "broker" || name === "ingest";
  return [...(isBusy ? ["--max-semi-space-size=64"] : []), builtFile(name)];
}

/** The file that a process runs. */
export function builtFile(name: BuiltProcess): string {
  const file = path.join(projectFolder, "dist", `${name}.mjs`);
  if (!fs.existsSync(file)) throw new Error(`${file} is not built yet: npm start builds it`);
  return file;
}
