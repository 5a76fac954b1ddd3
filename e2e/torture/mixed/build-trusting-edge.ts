import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { projectFolder } from "#tools/freshness.ts";

const trustingSender = fileURLToPath(new URL("./trusting-sender.ts", import.meta.url));
const bundled: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  external: ["libsql"],
  banner: {
    js: 'import { createRequire as bundleCreateRequire } from "node:module"; const require = bundleCreateRequire(import.meta.url);',
  },
  logLevel: "warning",
};

/** Builds the edge as it is shipped, but for one fault: it takes the broker's receipt for the cloud's word. */
export async function buildTrustingEdge(): Promise<string> {
  const outfile = path.join(projectFolder, "dist", "trusting-edge.mjs");
  const planted = new Set<string>();
  const plant: Plugin = {
    name: "plant",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/sender\.ts$/ }, ({ importer }) => {
        if (!importer.endsWith("record-flow.ts")) return null;
        planted.add("sender");
        return { path: trustingSender };
      });
      onLoad({ filter: /report\/mqtt-connection\.ts$/ }, async ({ path: file }) => {
        const sound = fs.readFileSync(file, "utf8");
        const weak = sound.replace(
          "{ qos }, (error) => {",
          "{ qos }, (error) => { if (!error) trustReceipt(kind, payload);",
        );
        if (weak !== sound) planted.add("receipt");
        return { contents: `import { trustReceipt } from ${JSON.stringify(trustingSender)};\n${weak}`, loader: "ts" };
      });
    },
  };
  const entry = path.join(projectFolder, "edge-runner/main.ts");
  await build({ ...bundled, absWorkingDir: projectFolder, entryPoints: [entry], outfile, plugins: [plant] });
  if (planted.size !== 2) throw new Error(`the fault is not in the edge: ${[...planted].join(", ")}`);
  return outfile;
}
