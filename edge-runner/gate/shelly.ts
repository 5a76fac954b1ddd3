import { setTimeout as sleep } from "node:timers/promises";
import type { BarrierConfig } from "../edge-config.ts";

/** What a barrier said to a command. `accepted` null: no answer, so it may or may not have opened; never shown as open. */
export type BarrierAnswer = {
  readonly accepted: boolean | null;
  readonly commandMs: number;
  readonly error: string | null;
};

type RpcOutcome =
  | { readonly kind: "result"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "noAnswer"; readonly error: string };

const attemptsMax = 3;
const attemptTimeoutMs = 1_000;
const answerBytesMax = 64 * 1024;

/**
 * A barrier on a Shelly relay of the second generation or later, over its RPC by HTTP. The relay ends the pulse by
 * its own timer. A command is tried again only with the id it has; an answer that does not come is unknown, not open.
 */
export class ShellyBarrier {
  readonly #config: BarrierConfig;
  readonly #random: () => number;

  constructor(config: BarrierConfig, random: () => number = Math.random) {
    this.#config = config;
    this.#random = random;
  }

  /** Opens the barrier. Takes at most about four seconds and never rejects. */
  async open(commandId: string, openForSeconds?: number): Promise<BarrierAnswer> {
    const start = performance.now();
    const params = {
      id: this.#config.switchId,
      on: true,
      toggle_after: openForSeconds ?? this.#config.pulseSeconds,
    };
    let last = "";
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const outcome = await this.#call(commandId, "Switch.Set", params);
      const commandMs = Math.round((performance.now() - start) * 1000) / 1000;
      if (outcome.kind === "result") return { accepted: true, commandMs, error: null };
      if (outcome.kind === "refused") return { accepted: false, commandMs, error: outcome.error };
      last = outcome.error;
      if (attempt < attemptsMax) await sleep(100 * attempt * (0.5 + this.#random()));
    }
    return { accepted: null, commandMs: Math.round(performance.now() - start), error: last };
  }

  /** Is there a vehicle on the loop under the barrier? null when the input does not say. */
  async isLoopOccupied(): Promise<boolean | null> {
    const outcome = await this.#call("loop", "Input.GetStatus", { id: this.#config.inputId });
    const state = outcome.kind === "result" ? outcome.result.state : null;
    return typeof state === "boolean" ? state : null;
  }

  async #call(id: string, method: string, params: Record<string, unknown>): Promise<RpcOutcome> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.#config.url}/rpc`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ id, src: "liftgate", method, params }),
        signal: AbortSignal.timeout(attemptTimeoutMs),
        redirect: "error",
      });
      text = await readBounded(response);
    } catch (error) {
      return { kind: "noAnswer", error: describe(error) };
    }
    if (response.status >= 500) return { kind: "noAnswer", error: `HTTP ${response.status}` };
    if (!response.ok) return { kind: "refused", error: `HTTP ${response.status}` };
    return readAnswer(id, text);
  }
}

/** Reads an RPC response frame; one that answers another request counts as no answer. */
function readAnswer(id: string, text: string): RpcOutcome {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return { kind: "noAnswer", error: "the barrier's answer is not JSON" };
  }
  if (!isObject(frame) || frame.id !== id) return { kind: "noAnswer", error: "the answer is to another command" };
  if (isObject(frame.error)) {
    const { code, message } = frame.error;
    return { kind: "refused", error: `${String(code)} ${String(message)}`.slice(0, 200) };
  }
  if (!isObject(frame.result)) return { kind: "noAnswer", error: "the answer holds no result" };
  return { kind: "result", result: frame.result };
}

async function readBounded(response: Response): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > answerBytesMax) throw new Error(`the answer is larger than ${answerBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return (cause instanceof Error ? `${message}: ${cause.message}` : message).slice(0, 200);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
