import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { gatherWrites } from "./gather-writes.ts";

const open: { destroy?: () => void; close?: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) (one.destroy ?? one.close)?.call(one);
});

async function socketPair(): Promise<[net.Socket, net.Socket]> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const near = net.connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [far] = (await once(server, "connection")) as [net.Socket];
  open.push(near, far, server);
  return [near, far];
}

/** As a library writes a packet. */
function write(socket: net.Socket, text: string): void {
  socket.cork();
  socket.write(text);
  process.nextTick(() => socket.uncork());
}

test("writes of one turn of the loop leave together, soon, and in their order", async () => {
  const [near, far] = await socketPair();
  gatherWrites(near);
  let heard = "";
  far.on("data", (chunk) => {
    heard += chunk.toString();
  });
  write(near, "a");
  await new Promise<void>((resolve) => process.nextTick(resolve));
  write(near, "b");
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(near.bytesWritten - near.writableLength).toBe(0);
  await turn();
  await turn();
  expect(near.writableCorked).toBe(0);
  await expect.poll(() => heard).toBe("ab");
  for (let i = 0; i < 200; i++) {
    write(near, `${i},`);
    await turn();
  }
  const expected = `ab${Array.from({ length: 200 }, (_, i) => `${i},`).join("")}`;
  await expect.poll(() => heard).toBe(expected);
});
