import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { projectFolder } from "./freshness.ts";

const logBytesMax = 20_000_000;
const tailBytes = 4_000;
/** pino counts errors from here. */
const errorLevel = 50;
const lastWordsChars = 200;

/**
 * Starts a Node program as a child that ends with its supervisor. Its output goes straight to a file, so that it can
 * go on when the supervisor is gone; Ctrl-C in the terminal reaches the supervisor alone, which knows the order.
 */
export function spawnChild(args: readonly string[], env: NodeJS.ProcessEnv, logFile: string): ChildProcess {
  const log = openLog(logFile);
  const endWithParent = path.join(import.meta.dirname, "end-with-parent.mjs");
  const child = spawn(process.execPath, ["--enable-source-maps", "--import", endWithParent, ...args], {
    cwd: projectFolder,
    env: { ...env, LIFTGATE_ENDS_WITH_PARENT: "1" },
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  fs.closeSync(log);
  return child;
}

/** The last line that says what went wrong, short enough for one line of the terminal. */
export function lastWords(logFile: string): string | undefined {
  if (!fs.existsSync(logFile)) return undefined;
  const size = fs.statSync(logFile).size;
  const file = fs.openSync(logFile, "r");
  const tail = Buffer.alloc(Math.min(size, tailBytes));
  fs.readSync(file, tail, 0, tail.length, size - tail.length);
  fs.closeSync(file);
  return tail
    .toString()
    .split("\n")
    .map(errorWords)
    .findLast((words) => words !== undefined)
    ?.slice(0, lastWordsChars);
}

/** What a line of a log says of an error: our own lines are JSON, those of the runtime are plain. */
function errorWords(line: string): string | undefined {
  if (/^\w*Error\b.*: /.test(line)) return line;
  if (!line.startsWith("{")) return undefined;
  try {
    const { level, msg, err, reason } = JSON.parse(line);
    if (!(level >= errorLevel)) return undefined;
    return [msg, err?.message ?? reason].filter(Boolean).join(": ");
  } catch {
    return undefined; // cut off by the start of the tail, or no line of ours
  }
}

/** Opens the log to append; one that has grown large makes room and is kept as `.1`. */
function openLog(logFile: string): number {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  if ((fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logBytesMax) {
    fs.renameSync(logFile, `${logFile}.1`);
  }
  return fs.openSync(logFile, "a", 0o600);
}
