import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectFolder } from "./freshness.ts";

/** Who may import whom; every other pair is planted and must be found. */
const arrows: Record<string, readonly string[]> = {
  contracts: [],
  engine: ["contracts"],
  prisma: ["contracts", "engine"],
  server: ["contracts", "engine", "prisma"],
  "edge-runner": ["contracts", "engine"],
  app: ["contracts", "engine"],
};
const rooms = [...Object.keys(arrows), "tools", "e2e", "bench"];
const consoleFiles = [
  "server/trpc/router.ts",
  "server/trpc/route-handler.ts",
  "server/trpc/caller.ts",
  "server/identity/sign-in-handler.ts",
];

const otherServerFiles = [
  "server/trpc/other.ts",
  "server/report/read-passage.ts",
  "server/report/ingest-record.ts",
  "server/identity/check-access.ts",
];

/** What a pure room may not write, one line each; `tsc` finds what needs types, the linter the rest. */
const impure: Record<string, string> = {
  date: "export const now = Date.now();",
  "new-date": "export const now = new Date();",
  intl: "export const format = new Intl.NumberFormat();",
  random: "export const dice = Math.random();",
  "to-locale": "export const text = (1).toLocaleString();",
  "locale-compare": 'export const order = "a".localeCompare("b");',
  promise: "export const later = Promise.resolve(1);",
  "global-this": "export const clock = globalThis;",
  "async-function": "export async function later() {}",
  "async-arrow": "export const later = async () => 1;",
  "async-method": "export const later = { async get() {} };",
  await: "export const later = await 1;",
  buffer: 'export const bytes = Buffer.from("a");',
  process: "export const env = process.env;",
  timer: "export const timer = setTimeout(() => {}, 1);",
  fetch: 'export const page = fetch("/");',
  document: "export const title = document.title;",
  node: 'import fs from "node:fs";\nexport const exists = fs.existsSync;',
  zod: 'import { z } from "zod";\nexport const text = z.string();',
};

let tree: string;
let findings: string;

const write = (file: string, content: string) => {
  fs.mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
  fs.writeFileSync(path.join(tree, file), `${content}\n`);
};
const importLine = (specifier: string) => `import { value } from "${specifier}";\nexport const copy = value;`;

/** The plants: file name to what it holds. */
const forbidden: Record<string, string> = {};
const permitted: Record<string, string> = {};

for (const [room, allowed] of Object.entries(arrows)) {
  for (const other of rooms.filter((name) => name !== room)) {
    const files = allowed.includes(other) ? permitted : forbidden;
    const target = `${other}/part/value.ts`;
    files[`${room}/arrows/subpath-to-${other}.ts`] = importLine(`#${target}`);
    files[`${room}/arrows/relative-to-${other}.ts`] = importLine(`../../${target}`);
    files[`${room}/arrows/dynamic-to-${other}.ts`] = `export const load = () => import("#${target}");`;
    files[`${room}/arrows/test-to-${other}.test.ts`] = importLine(`#${target}`);
  }
}
// a promise is not for pure rooms, not even to load what they may import
delete permitted["engine/arrows/dynamic-to-contracts.ts"];
// the demo data go through the server's verbs, and nothing else of prisma does
permitted["prisma/seed.ts"] = importLine("#server/part/value.ts");
permitted["server/publish/from-read.ts"] = importLine("../report/read-passage.ts");
permitted["server/publish/from-identity.ts"] = importLine("../identity/check-access.ts");
permitted["server/trpc/from-verb.ts"] = importLine("../report/ingest-record.ts");
forbidden["server/publish/from-verb.ts"] = importLine("../report/ingest-record.ts");
for (const room of ["contracts", "engine"]) {
  for (const [name, line] of Object.entries(impure)) forbidden[`${room}/impure/${name}.ts`] = line;
}
for (const file of consoleFiles) permitted[`app/arrows/${path.basename(file)}`] = importLine(`#${file}`);
forbidden["app/arrows/relative-caller.ts"] = importLine("../../server/trpc/caller.ts");
forbidden["app/arrows/other-procedure.ts"] = importLine("#server/trpc/other.ts");
forbidden["app/arrows/zod.ts"] = 'import { z } from "zod";\nexport const text = z.string();';

beforeAll(() => {
  tree = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-rules-"));
  const configs = fs
    .readdirSync(projectFolder)
    .filter((name) => /^(tsconfig.*|package|biome)\.json$|^\.gitignore$/.test(name));
  const roomConfigs = rooms.map((room) => `${room}/tsconfig.json`);
  for (const file of [...configs, ...roomConfigs, "tools/pure-rooms.grit"]) {
    const source = path.join(projectFolder, file);
    if (fs.existsSync(source)) write(file, fs.readFileSync(source, "utf8"));
  }
  fs.symlinkSync(path.join(projectFolder, "node_modules"), path.join(tree, "node_modules"));
  for (const room of rooms) write(`${room}/part/value.ts`, "export const value = 1;");
  for (const file of [...consoleFiles, ...otherServerFiles]) write(file, "export const value = 1;");
  for (const [file, content] of Object.entries({ ...forbidden, ...permitted })) write(file, content);
  findings = findViolations();
}, 60_000);

afterAll(() => fs.rmSync(tree, { recursive: true, force: true }));

/** The same two commands that `npm run check` gives, on the planted tree. */
function findViolations(): string {
  const run = (program: string, ...args: string[]) => {
    const bin = path.join(projectFolder, "node_modules", program);
    const { stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: tree, maxBuffer: 100_000_000 });
    return `${stdout}${stderr}`;
  };
  const lint = run(
    "@biomejs/biome/bin/biome",
    "lint",
    "--reporter=github",
    "--max-diagnostics=none",
    "--error-on-warnings",
  );
  return lint + run("typescript/bin/tsc", "-b", ".", "--pretty", "false");
}

const isFound = (file: string) => findings.includes(`file=${path.join(tree, file)},`) || findings.includes(`${file}(`);

test("finds every planted violation", () => {
  expect(Object.keys(forbidden).filter((file) => !isFound(file))).toEqual([]);
});

test("lets every arrow of the architecture through", () => {
  expect(Object.keys(permitted).filter(isFound)).toEqual([]);
});
