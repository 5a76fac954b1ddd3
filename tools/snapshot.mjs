// @ts-check
// Keeps the data of the running `npm start` as a snapshot that every later version must be able to take over
// (tools/upgrade.integration.test.ts). Once for each landed migration: let the demo run for a while, then
// `node tools/snapshot.mjs`.
import fs from "node:fs";
import path from "node:path";
import { bootstrap, dataDir, fail, projectFolder } from "./bootstrap.mjs";

await bootstrap();
const { takeSnapshot } = await import("./data-snapshot.ts");

const urlFile = path.join(dataDir, "secrets/database-url");
if (!fs.existsSync(urlFile)) fail("nothing has run in this folder yet: npm start");
const { migration, text } = await takeSnapshot(fs.readFileSync(urlFile, "utf8").trim());
const file = path.join(projectFolder, "prisma/snapshots", `${migration}.json`);
fs.mkdirSync(path.dirname(file), { recursive: true });
fs.writeFileSync(file, text);
process.stdout.write(`${path.relative(projectFolder, file)}: ${(text.length / 1000).toFixed(0)} kB\n`);
