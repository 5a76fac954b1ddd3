import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

type Treatment = "carry" | "hole" | "holeDown" | "refuse";
type Pair = { readonly from: string; readonly near: net.Socket; readonly far: net.Socket };

/** Stands before a server and treats connections by the address that they come from: one uplink well, another badly. */
export class UplinkGate {
  readonly #target: number;
  readonly #server: net.Server;
  readonly #treatments = new Map<string, Treatment>();
  readonly #pairs = new Set<Pair>();
  /** Addresses that connections were taken from, in order. */
  readonly taken: string[] = [];

  constructor(targetPort: number) {
    this.#target = targetPort;
    this.#server = net.createServer({ noDelay: true }, (near) => this.#take(near));
  }

  async open(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on, also for the connections that stand. */
  treat(from: string, treatment: Treatment): void {
    this.#treatments.set(from, treatment);
    for (const pair of this.#pairs) if (pair.from === from) this.#apply(pair);
  }

  /** Connections that stand, by where they come from. */
  standing(from: string): number {
    return [...this.#pairs].filter((pair) => pair.from === from).length;
  }

  /** Ends every connection from there, as a broker that restarts does. */
  cut(from: string): void {
    for (const pair of this.#pairs) if (pair.from === from) pair.near.destroy();
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) pair.near.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(near: net.Socket): void {
    const from = near.remoteAddress ?? "";
    this.taken.push(from);
    const far = net.connect({ port: this.#target, host: "127.0.0.1", noDelay: true });
    const pair = { from, near, far };
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on("error", () => undefined).on("close", end);
    near.on("data", (chunk) => {
      if (this.#treatment(from) !== "hole") far.write(chunk);
    });
    far.on("data", (chunk) => {
      if (this.#treatment(from) === "carry") near.write(chunk);
    });
    this.#apply(pair);
  }

  #apply({ from, near }: Pair): void {
    if (this.#treatment(from) === "refuse") near.resetAndDestroy();
  }

  #treatment(from: string): Treatment {
    return this.#treatments.get(from) ?? "carry";
  }
}
