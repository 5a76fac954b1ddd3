import http from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "../gate/listen.ts";
import type { BarrierDevice } from "./barrier-device.ts";

const bodyBytesMax = 16 * 1024;

/** Serves the barriers of a lot on one port, each under `/<laneId>/rpc`. */
export class BarrierServer {
  readonly #devices: ReadonlyMap<string, BarrierDevice>;
  readonly #server: http.Server;

  constructor(devices: readonly BarrierDevice[]) {
    this.#devices = new Map(devices.map((device) => [device.laneId, device]));
    this.#server = http.createServer((request, response) => {
      this.#handle(request).then(
        ({ status, value }) => {
          const text = JSON.stringify(value);
          response.writeHead(status, { "Content-Type": "application/json" }).end(text);
        },
        () => response.writeHead(400).end(),
      );
    });
  }

  start(port: number, host: string): Promise<void> {
    return listen(this.#server, port, host);
  }

  port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: http.IncomingMessage): Promise<{ status: number; value: unknown }> {
    const device = this.#devices.get(/^\/([a-z0-9-]+)\/rpc$/.exec(request.url ?? "")?.[1] ?? "");
    if (device === undefined || request.method !== "POST") return { status: 404, value: "Not Found" };
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > bodyBytesMax) return { status: 413, value: "Too Large" };
      chunks.push(chunk);
    }
    const frame: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return { status: 200, value: device.answer(typeof frame === "object" && frame !== null ? frame : {}) };
  }
}
