import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpRequest, HttpResponse, HttpStack } from "tus-js-client";

/** By which uplink, and how fast: what is true when a request begins. */
export type PacedWay = {
  readonly kbitPerSecond: number;
  /** Address of the uplink to leave by; the system's choice when null. */
  readonly localAddress: string | null;
};

export type PacedHttpOptions = { readonly way: () => PacedWay; readonly answerTimeoutMs?: number };

const writeBytesMax = 8 * 1024;
const connectTimeoutMs = 10_000;
const defaultAnswerTimeoutMs = 30_000;
const answerBytesMax = 16 * 1024;

/** One connection for uploads, in small writes at a bounded pace, so that what is live hardly waits for it. */
export class PacedHttpStack implements HttpStack {
  readonly #options: PacedHttpOptions;
  readonly #agent: http.Agent;

  constructor(url: string, options: PacedHttpOptions) {
    this.#options = options;
    const one = { keepAlive: true, maxSockets: 1, noDelay: true };
    this.#agent = url.startsWith("https:") ? new https.Agent(one) : new http.Agent(one);
  }

  createRequest(method: string, url: string): HttpRequest {
    return new PacedRequest(method, url, this.#agent, this.#options);
  }

  getName(): string {
    return "PacedHttpStack";
  }

  close(): void {
    this.#agent.destroy();
  }
}

class PacedRequest implements HttpRequest {
  readonly #method: string;
  readonly #url: string;
  readonly #agent: http.Agent;
  readonly #options: PacedHttpOptions;
  readonly #headers: Record<string, string> = {};
  #request: http.ClientRequest | null = null;
  #isAborted = false;

  constructor(method: string, url: string, agent: http.Agent, options: PacedHttpOptions) {
    this.#method = method;
    this.#url = url;
    this.#agent = agent;
    this.#options = options;
  }

  getMethod(): string {
    return this.#method;
  }

  getURL(): string {
    return this.#url;
  }

  setHeader(header: string, value: string): void {
    this.#headers[header] = value;
  }

  getHeader(header: string): string | undefined {
    return this.#headers[header];
  }

  /** How far it is says the answer, not what has been written. */
  setProgressHandler(): void {}

  abort(): Promise<void> {
    this.#isAborted = true;
    this.#request?.destroy(new Error("the upload was stopped"));
    return Promise.resolve();
  }

  getUnderlyingObject(): http.ClientRequest | null {
    return this.#request;
  }

  async send(body: unknown): Promise<HttpResponse> {
    const bytes = body instanceof Uint8Array ? body : new Uint8Array();
    const { answerTimeoutMs = defaultAnswerTimeoutMs, way } = this.#options;
    const { kbitPerSecond, localAddress } = way();
    const request = (this.#url.startsWith("https:") ? https : http).request(this.#url, {
      method: this.#method,
      agent: this.#agent,
      headers: { ...this.#headers, "Content-Length": bytes.length },
      ...(localAddress === null ? {} : { localAddress }),
    });
    this.#request = request;
    let timer: NodeJS.Timeout | undefined;
    const expectWithin = (timeoutMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(new Error(`no progress within ${timeoutMs} ms`)), timeoutMs);
    };
    expectWithin(connectTimeoutMs);
    let isAnswered = false;
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once("response", (response) => {
        isAnswered = true;
        resolve(response);
      });
      request.on("error", reject);
      request.once("close", () => reject(new Error("closed without an answer")));
    });
    answered.catch(() => undefined); // awaited below
    try {
      for (let at = 0; at < bytes.length && !isAnswered && !request.destroyed; at += writeBytesMax) {
        const chunk = bytes.subarray(at, at + writeBytesMax);
        await written(request, chunk);
        expectWithin(answerTimeoutMs);
        await sleep((chunk.length * 8) / kbitPerSecond);
      }
      if (!isAnswered && !request.destroyed) request.end();
      expectWithin(answerTimeoutMs);
      const response = await answered;
      const text = await readText(response);
      if (this.#isAborted) throw new Error("the upload was stopped");
      if (!request.writableEnded) request.destroy();
      return answerOf(response, text);
    } finally {
      clearTimeout(timer);
    }
  }
}

function answerOf(response: http.IncomingMessage, text: string): HttpResponse {
  return {
    getStatus: () => response.statusCode ?? 0,
    getHeader: (header) => {
      const value = response.headers[header.toLowerCase()];
      return Array.isArray(value) ? value[0] : value;
    },
    getBody: () => text,
    getUnderlyingObject: () => response,
  };
}

/** Resolves when the bytes are with the kernel, or the request is over and nobody wants them. */
function written(request: http.ClientRequest, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    request.once("close", resolve);
    request.write(chunk, () => {
      request.off("close", resolve);
      resolve();
    });
  });
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > answerBytesMax) throw new Error(`the answer is larger than ${answerBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
