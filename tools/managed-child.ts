import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { waitForPort } from "./wait-for-port.ts";

export type ChildState = "stopped" | "starting" | "running" | "waiting";

export type ChildStatus = { name: string; state: ChildState; pid?: number; port?: number; restarts: number };

export type ChildOptions = {
  name: string;
  /** Starts the process once; a rejection counts as a death. */
  start: () => Promise<ChildProcess>;
  /** It runs when something accepts connections here; without a port it runs as soon as it is there. */
  port?: number | (() => number | undefined) | undefined;
  stopSignal?: NodeJS.Signals;
  /** What the process said last, for the line that tells of its death. */
  lastWords?: () => string | undefined;
  /** Waits before the first, second, ... restart; the last one counts for all that follow. */
  restartDelaysMs?: readonly number[];
  say?: (line: string) => void;
};

const defaultRestartDelaysMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000];
/** A child that lived this long has recovered: its next death starts with the shortest wait again. */
const recoveredAfterMs = 10_000;
const stopTimeoutMs = 5_000;
const readyTimeoutMs = 30_000;

/** Keeps one process alive for as long as it is wanted: whenever it dies it is started again, for ever. */
export class ManagedChild {
  readonly name: string;
  readonly #options: ChildOptions;
  #wanted = false;
  #state: ChildState = "stopped";
  #process: ChildProcess | undefined;
  #restarts = 0;
  #deathsInARow = 0;
  #life: Promise<void> = Promise.resolve();
  #wake = new AbortController();

  constructor(options: ChildOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Starts it, unless it is started already, and waits until it runs; false when that took too long. */
  async start(): Promise<boolean> {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#wake = new AbortController();
      this.#deathsInARow = 0;
      this.#life = this.#live();
    }
    const deadline = Date.now() + readyTimeoutMs;
    while (this.#state !== "running" && this.#wanted && Date.now() < deadline) await sleep(20);
    return this.#state === "running";
  }

  /** Ends it and waits until it is gone. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#wake.abort();
    const late = setTimeout(() => this.#process?.kill("SIGKILL"), stopTimeoutMs);
    this.#process?.kill(this.#options.stopSignal ?? "SIGTERM");
    await this.#life;
    clearTimeout(late);
  }

  /** Sends a signal and leaves the rest to fate, as a fault would. Returns whether there was a process to hit. */
  kill(signal: NodeJS.Signals): boolean {
    return this.#process?.kill(signal) ?? false;
  }

  status(): ChildStatus {
    return {
      name: this.name,
      state: this.#state,
      pid: this.#process?.pid,
      port: this.#port(),
      restarts: this.#restarts,
    };
  }

  #port(): number | undefined {
    const { port } = this.#options;
    return typeof port === "function" ? port() : port;
  }

  async #live(): Promise<void> {
    while (this.#wanted) {
      const startedAt = Date.now();
      const end = await this.#liveOnce(); // in words
      if (!this.#wanted) break;
      if (Date.now() - startedAt > recoveredAfterMs) this.#deathsInARow = 0;
      await this.#waitAfter(end);
      if (this.#wanted) this.#restarts++;
    }
    this.#state = "stopped";
  }

  /** From the start to the death; returns how it ended. */
  async #liveOnce(): Promise<string> {
    this.#state = "starting";
    let child: ChildProcess;
    try {
      child = await this.#options.start();
    } catch (error) {
      return `could not start: ${(error as Error).message}`;
    }
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`could not start: ${error.message}`));
      child.once("exit", (code, signal) => resolve(this.#endWords(code, signal)));
      if (child.exitCode !== null || child.signalCode !== null) {
        resolve(this.#endWords(child.exitCode, child.signalCode)); // before we could listen
      }
    });
    this.#process = child;
    if (!this.#wanted) child.kill(this.#options.stopSignal ?? "SIGTERM"); // stopped while it was being started
    const isCurrent = () => this.#process === child;
    void this.#markRunning(isCurrent);
    const end = await ended;
    this.#process = undefined;
    return end;
  }

  #endWords(code: number | null, signal: NodeJS.Signals | null): string {
    if (signal) return `was ended by ${signal}`;
    const words = this.#options.lastWords?.();
    return `ended with code ${code}${words ? ` (${words})` : ""}`;
  }

  async #markRunning(isCurrent: () => boolean): Promise<void> {
    const port = this.#port();
    const answers = port === undefined || (await waitForPort(port, Number.POSITIVE_INFINITY, () => !isCurrent()));
    if (answers && isCurrent()) this.#state = "running";
  }

  async #waitAfter(end: string): Promise<void> {
    const { restartDelaysMs = defaultRestartDelaysMs, say } = this.#options;
    const delayMs = restartDelaysMs[Math.min(this.#deathsInARow, restartDelaysMs.length - 1)] ?? 0;
    this.#deathsInARow++;
    this.#state = "waiting";
    say?.(`${this.name} ${end}; starts again in ${delayMs / 1000} s`);
    await sleep(delayMs, undefined, { signal: this.#wake.signal }).catch(() => undefined); // stop() ends the wait
  }
}
