import type { ShellyConfig } from "../edge-config.ts";
import type { Barrier, BarrierAnswer } from "./barrier.ts";
import { attemptTimeoutMs, sendCommand } from "./send-command.ts";

type RpcOutcome =
  | { readonly kind: "result"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "noAnswer"; readonly error: string };

const answerBytesMax = 64 * 1024;

/**
 * A barrier on a Shelly relay of the second generation or later, over its RPC by HTTP. The relay ends the pulse by
 * its own timer. A command is tried again only with the id it has; an answer that does not come is unknown, not open.
 */
export class ShellyBarrier implements Barrier {
  readonly #config: ShellyConfig;
  readonly #random: () => number;

  constructor(config: ShellyConfig, random: () => number = Math.random) {
    this.#config = config;
    this.#random = random;
  }

  open(commandId: string, openForSeconds?: number): Promise<BarrierAnswer> {
    const { switchId, pulseSeconds } = this.#config;
    const params = { id: switchId, on: true, toggle_after: openForSeconds ?? pulseSeconds };
    return sendCommand(async () => {
      const outcome = await this.#call(commandId, "Switch.Set", params);
      return outcome.kind === "result" ? { kind: "done" } : outcome;
    }, this.#random);
  }

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
