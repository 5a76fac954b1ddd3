import path from "node:path";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "../..");
const banner =
  'import { createRequire as bundleCreateRequire } from "node:module"; const require = bundleCreateRequire(import.meta.url);';

/** Builds one process of this room into one file beside which only libsql is needed, as it is shipped. */
export async function buildProcess(entry: "main.ts" | "simulator/main.ts", name: string): Promise<string> {
  const outfile = path.join(root, "dist", `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [path.join("edge-runner", entry)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    external: ["libsql"],
    banner: { js: banner },
    logLevel: "error",
  });
  return outfile;
}
