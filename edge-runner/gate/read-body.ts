import type { IncomingMessage } from "node:http";

export type BodyOutcome =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly why: BodyFault };
export type BodyFault = "tooLarge" | "tooSlow" | "brokenOff";

/** Reads a request's body within a bound and a time. */
export function readBody(request: IncomingMessage, bytesMax: number, timeoutMs: number): Promise<BodyOutcome> {
  if (Number(request.headers["content-length"] ?? 0) > bytesMax) return Promise.resolve({ ok: false, why: "tooLarge" });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (outcome: BodyOutcome) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      if (!outcome.ok) request.pause();
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytesMax) end({ ok: false, why: "tooLarge" });
      else chunks.push(chunk);
    };
    const onEnd = () => end({ ok: true, body: Buffer.concat(chunks) });
    const onBroken = () => end({ ok: false, why: "brokenOff" });
    const timer = setTimeout(() => end({ ok: false, why: "tooSlow" }), timeoutMs);
    request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
  });
}
