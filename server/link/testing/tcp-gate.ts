import net from "node:net";

/** A door in front of a TCP server that a test can shut: connections are cut and new ones refused until it opens. */
export class TcpGate {
  readonly #to: { host: string; port: number };
  readonly #sockets = new Set<net.Socket>();
  #server: net.Server | undefined;
  #port = 0;

  constructor(to: { host: string; port: number }) {
    this.#to = to;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = net.createServer({ noDelay: true }, (near) => {
      const far = net.connect({ ...this.#to, noDelay: true });
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as net.AddressInfo).port;
  }

  async shut(): Promise<void> {
    const closed = new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#server = undefined;
  }
}
