import { log } from "./log.ts";

const stopTimeoutMs = 4_000;

/**
 * Runs one process of the cloud: starts its parts, and stops them on SIGTERM, SIGINT, or when the supervisor's channel
 * closes. A fault nobody caught ends the process; the supervisor starts it again from a known state.
 */
export async function runProcess(name: string, start: () => Promise<() => Promise<void>>): Promise<void> {
  const die = (error: unknown, words: string) => {
    log.fatal({ err: error, process: name }, words);
    process.exit(1);
  };
  process.on("uncaughtException", (error) => die(error, "uncaught exception"));
  process.on("unhandledRejection", (error) => die(error, "unhandled rejection"));
  let stop: (() => Promise<void>) | undefined;
  let isStopping = false;
  const end = (why: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ process: name, why }, "stopping");
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    Promise.resolve(stop?.()).then(
      () => process.exit(0),
      (error) => die(error, "could not stop cleanly"),
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(signal));
  process.on("disconnect", () => end("supervisor gone"));
  try {
    stop = await start();
    log.info({ process: name, pid: process.pid }, "started");
  } catch (error) {
    die(error, "could not start");
  }
}
