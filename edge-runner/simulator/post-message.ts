import { setTimeout as sleep } from "node:timers/promises";
import type { HttpMessage } from "./camera-message.ts";

export type PostAnswer = { readonly status: number; readonly text: string; readonly attempts: number };

const attemptTimeoutMs = 5_000;
const retryAfterMs = 1_000;

/** Posts a message as a camera does: the same bytes again and again until somebody answers 2xx. */
export async function postUntilTaken(url: string, message: HttpMessage, signal: AbortSignal): Promise<PostAnswer> {
  for (let attempts = 1; ; attempts++) {
    const answer = await postOnce(url, message);
    if (answer !== null && answer.status >= 200 && answer.status < 300) return { ...answer, attempts };
    await sleep(retryAfterMs, undefined, { signal });
  }
}

/** One attempt; null when nobody answered. */
export async function postOnce(url: string, { contentType, body }: HttpMessage) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": contentType },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(attemptTimeoutMs),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null; // nobody there, or the answer never came: for a camera both are the same
  }
}
