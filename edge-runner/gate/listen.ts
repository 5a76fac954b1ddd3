import type { Server } from "node:net";

/** Listens on the port; when another program has it, the rejection says so by name. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new Error(`port ${port} of ${host} is taken by another program`) : error);
    });
    server.listen(port, host, () => resolve());
  });
}
