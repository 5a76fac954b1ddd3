// @ts-check
// What `npm start`, `npm test` and `npm run check` do before anything else. Needs only Node and npm, so that it runs
// in a fresh clone.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const projectFolder = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
export const dataDir = path.resolve(process.env.LIFTGATE_DATA_DIR ?? path.join(projectFolder, ".data"));
const nodeMinimum = [20, 19];
const startedAt = performance.now();

/** One line of progress, with the seconds since the command was given. */
export function say(/** @type {string} */ line) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${line}\n`);
}

/** Right Node, right packages, TypeScript understood. Ends the program in one sentence when that cannot be had. */
export async function bootstrap() {
  process.chdir(projectFolder);
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = nodeMinimum;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
    fail(`Node ${wantedMajor}.${wantedMinor} or newer is needed, this is ${process.versions.node}: see nodejs.org`);
  }
  if (!isInstalled()) install();
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  const { register } = await import("tsx/esm/api");
  register();
}

/**
 * Whether node_modules holds what the lock file names. npm writes its own list as its last act, so a half-finished
 * installation has none; comparing contents sees a `git pull` as well as packages installed by hand.
 */
function isInstalled() {
  const installedFile = path.join(projectFolder, "node_modules/.package-lock.json");
  if (!fs.existsSync(installedFile)) return false;
  const installed = readPackages(installedFile);
  const locked = readPackages(path.join(projectFolder, "package-lock.json"));
  for (const [folder, entry] of Object.entries(locked)) {
    if (folder === "" || (entry.optional && !installed[folder])) continue;
    if (installed[folder]?.version !== entry.version) return false;
  }
  return Object.keys(installed).every((folder) => folder in locked);
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function readPackages(/** @type {string} */ file) {
  return JSON.parse(fs.readFileSync(file, "utf8")).packages;
}

function install() {
  say("installing dependencies");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: "inherit" });
  if (result.error) fail(`npm was not found: install it and start again (${result.error.message})`);
  if (result.signal) process.exit(130);
  if (result.status !== 0) fail("npm ci failed, its words are above: mend that and start again");
  say("dependencies installed");
}

/** @returns {never} */
export function fail(/** @type {string} */ sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
