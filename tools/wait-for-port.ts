import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something accepts connections on the port of 127.0.0.1; false when the time is over or `gaveUp` says so. */
export async function waitForPort(port: number, timeoutMs: number, gaveUp = () => false): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!gaveUp() && Date.now() < deadline) {
    if (await acceptsConnections(port)) return true;
    await sleep(30);
  }
  return false;
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("connect", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}
