import net, { type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import type { ModbusConfig } from "../edge-config.ts";
import { ModbusBarrier } from "./modbus.ts";

type Request = { readonly id: number; readonly code: number; readonly address: number; readonly value: number };
type Behaviour = (socket: net.Socket, request: Request, frame: Buffer) => void;

const servers: { server: net.Server; sockets: Set<net.Socket> }[] = [];
afterAll(async () => {
  for (const { server, sockets } of servers) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

const echo: Behaviour = (socket, _, frame) => socket.write(frame);
const silent: Behaviour = () => undefined;
const late: Behaviour = (socket, _, frame) => setTimeout(() => socket.write(frame), 1_300);
const reset: Behaviour = (socket) => socket.resetAndDestroy();
const close: Behaviour = (socket) => socket.end();
const half: Behaviour = (socket, _, frame) => socket.write(frame.subarray(0, 9));
const halfThenClose: Behaviour = (socket, _, frame) => socket.end(frame.subarray(0, 9));
const garbage: Behaviour = (socket) => socket.write(Buffer.alloc(64, 0xff));
const inPieces: Behaviour = (socket, _, frame) => {
  for (const [at, byte] of [...frame].entries()) setTimeout(() => socket.write(Buffer.from([byte])), at * 3);
};
const wrongId: Behaviour = (socket, { id }, frame) => {
  const answer = Buffer.from(frame);
  answer.writeUInt16BE((id + 7) & 0xffff, 0);
  socket.write(answer);
};
const wrongUnit: Behaviour = (socket, _, frame) => {
  const answer = Buffer.from(frame);
  answer.writeUInt8(99, 6);
  socket.write(answer);
};
const wrongValue: Behaviour = (socket, _, frame) => {
  const answer = Buffer.from(frame);
  answer.writeUInt16BE(0, 10);
  socket.write(answer);
};
const wrongAddress: Behaviour = (socket, _, frame) => {
  const answer = Buffer.from(frame);
  answer.writeUInt16BE(77, 8);
  socket.write(answer);
};
const exception =
  (code: number): Behaviour =>
  (socket, { id, code: asked }) => {
    socket.write(Buffer.from([id >> 8, id & 255, 0, 0, 0, 3, 1, asked | 0x80, code]));
  };
const inputs =
  (...bytes: number[]): Behaviour =>
  (socket, { id }) => {
    socket.write(Buffer.from([id >> 8, id & 255, 0, 0, 0, bytes.length + 3, 1, 2, bytes.length, ...bytes]));
  };

/** A real TCP server on which each request is treated as told, the last way for all further ones. */
async function relay(behaviours: readonly Behaviour[], change: Partial<ModbusConfig> = {}) {
  const requests: Request[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined); // it is reset on purpose
    socket.on("data", (frame) => {
      const [id, code] = [frame.readUInt16BE(0), frame.readUInt8(7)];
      const request = { id, code, address: frame.readUInt16BE(8), value: frame.readUInt16BE(10) };
      requests.push(request);
      (behaviours[requests.length - 1] ?? behaviours.at(-1)!)(socket, request, frame);
    });
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const config: ModbusConfig = {
    kind: "modbus",
    url: `modbus://127.0.0.1:${port}`,
    unitId: 1,
    coil: 3,
    loopInput: 5,
    pulseSeconds: 0.5,
    isCoilTimed: change.pulseRegister === undefined && !change.allowSoftwarePulse,
    allowSoftwarePulse: false,
    ...change,
  };
  return { requests, connections: () => connections, barrier: new ModbusBarrier(config, () => 0) };
}

describe.concurrent("ModbusBarrier", { timeout: 15_000 }, () => {
  it("switches a coil on that the relay itself switches off", async () => {
    const { barrier, requests } = await relay([echo]);
    expect(await barrier.open("passage-1")).toMatchObject({ accepted: true, error: null });
    expect(requests).toMatchObject([{ code: 5, address: 3, value: 0xff00 }]);
    await sleep(700);
    expect(requests).toHaveLength(1);
  });

  it("writes the length of the pulse where the relay takes one", async () => {
    const { barrier, requests } = await relay([echo], { pulseRegister: { address: 40, unitMs: 100 } });
    expect(await barrier.open("p")).toMatchObject({ accepted: true });
    expect(await barrier.open("p", 3)).toMatchObject({ accepted: true });
    const writes = requests.map(({ code, address, value }) => [code, address, value]);
    expect(writes).toEqual([
      [6, 40, 5],
      [6, 40, 30],
    ]);
  });

  it.each([
    ["no echo", silent, "no answer within"],
    ["a late echo", late, "no answer within"],
    ["a reset", reset, "closed"],
    ["a close", close, "closed"],
    ["half an answer", half, "no answer within"],
    ["half an answer and a close", halfThenClose, "closed"],
    ["bytes that are no frame", garbage, "no answer within"],
    ["a wrong transaction id", wrongId, "match"],
    ["another unit's answer", wrongUnit, "no answer within"],
    ["an echo of another value", wrongValue, "another write"],
    ["an echo of another address", wrongAddress, "another write"],
    ["an exception that says busy", exception(6), "exception 6"],
    ["a gateway without its target", exception(11), "exception 11"],
  ])("knows nothing after %s, three times", async (_, behaviour, error) => {
    const { barrier, requests } = await relay([behaviour]);
    const answer = await barrier.open("p");
    expect(answer.accepted).toBeNull();
    expect(answer.error).toContain(error);
    expect(answer.commandMs).toBeLessThan(4_500);
    expect(requests.map(({ address, value }) => [address, value])).toEqual(Array(3).fill([3, 0xff00]));
  });

  it.each([
    ["no echo", silent],
    ["a late echo", late],
    ["a reset", reset],
    ["half an answer and a close", halfThenClose],
    ["a wrong transaction id", wrongId],
    ["an exception that says busy", exception(6)],
  ])("recovers from %s with the same write", async (_, behaviour) => {
    const { barrier, requests } = await relay([behaviour, echo]);
    expect(await barrier.open("p")).toMatchObject({ accepted: true });
    await sleep(500); // the late echo of the first is on a connection that is gone
    expect(await barrier.open("q")).toMatchObject({ accepted: true });
    expect(requests).toHaveLength(3);
  });

  it("puts an answer together that comes byte by byte", async () => {
    const { barrier, requests, connections } = await relay([inPieces]);
    for (const id of ["p", "q"]) expect(await barrier.open(id)).toMatchObject({ accepted: true });
    expect(requests).toHaveLength(2);
    expect(connections()).toBe(1);
  });

  it("says refused when the relay refuses, and does not try again", async () => {
    const { barrier, requests } = await relay([exception(2)]);
    expect(await barrier.open("p")).toMatchObject({ accepted: false, error: "Modbus exception 2" });
    expect(requests).toHaveLength(1);
  });

  it("knows nothing when nobody listens", async () => {
    const { barrier } = await relay([echo]);
    const { server } = servers.at(-1)!;
    await new Promise((resolve) => server.close(resolve));
    expect(await barrier.open("p")).toMatchObject({ accepted: null });
    expect(await barrier.isLoopOccupied()).toBeNull();
  });

  it("reads the loop, and nothing from an answer that does not say", async () => {
    const { barrier, requests } = await relay([inputs(0), inputs(1), exception(2), inputs(), reset, silent]);
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await barrier.isLoopOccupied());
    expect(answers).toEqual([false, true, null, null, null, null]);
    expect(requests[0]).toMatchObject({ code: 2, address: 5, value: 1 });
  });

  it("does not keep a command waiting for a loop that is silent", async () => {
    const { barrier } = await relay([silent, echo]);
    const loop = barrier.isLoopOccupied();
    await sleep(50);
    expect((await barrier.open("p")).commandMs).toBeLessThan(500);
    expect(await loop).toBeNull();
  });
});

describe.concurrent("ModbusBarrier that times the pulse itself", () => {
  it("switches off at its start what an earlier process may have left on, and after each pulse", async () => {
    const { barrier, requests } = await relay([echo], { allowSoftwarePulse: true });
    await expect.poll(() => requests.map(({ value }) => value)).toEqual([0]);
    expect(await barrier.open("p")).toMatchObject({ accepted: true });
    await expect.poll(() => requests.map(({ value }) => value), { timeout: 2_000 }).toEqual([0, 0xff00, 0]);
  });

  it("tries to switch off until the relay says that it has, also when the pulse itself had no echo", async () => {
    let offs = 0;
    const onUnheard: Behaviour = (socket, request, frame) => {
      if (request.value === 0xff00) return;
      offs++;
      if (offs === 1 || offs > 4) socket.write(frame);
      else socket.resetAndDestroy();
    };
    const { barrier, requests } = await relay([onUnheard], { allowSoftwarePulse: true });
    await expect.poll(() => requests.length).toBe(1);
    expect(await barrier.open("p")).toMatchObject({ accepted: null });
    await expect.poll(() => offs, { timeout: 6_000 }).toBeGreaterThan(4);
    await sleep(600);
    expect(requests.at(-1)!.value).toBe(0);
    expect(requests.filter(({ value }) => value === 0xff00)).toHaveLength(3);
  });
});
