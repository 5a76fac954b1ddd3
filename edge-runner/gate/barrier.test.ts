import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { BarrierDevice, type Opening } from "../simulator/barrier-device.ts";
import { BarrierServer } from "../simulator/barrier-server.ts";
import { PassageWatch } from "./passage-watch.ts";
import { ShellyBarrier } from "./shelly.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const at = (port: number) =>
  new ShellyBarrier(
    { kind: "shelly", url: `http://127.0.0.1:${port}/lane`, switchId: 0, inputId: 0, pulseSeconds: 0.3 },
    () => 0,
  );

async function device() {
  const openings: Opening[] = [];
  const barrier = new BarrierDevice("lane", (opening) => openings.push(opening));
  const server = new BarrierServer([barrier]);
  await server.start(0, "127.0.0.1");
  closing.push(() => server.stop());
  return { openings, barrier, shelly: at(server.port()) };
}

/** A device that answers each call as it is told, in turn. */
async function scripted(answers: ((response: http.ServerResponse, id: unknown) => void)[]) {
  const ids: unknown[] = [];
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id } = JSON.parse(text) as { id: unknown };
    ids.push(id);
    (answers[ids.length - 1] ?? answers.at(-1)!)(response, id);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { ids, shelly: at((server.address() as AddressInfo).port) };
}

describe("ShellyBarrier", () => {
  it("opens under the command's own id; the device's timer ends the pulse", async () => {
    const { openings, barrier, shelly } = await device();
    expect(await shelly.open("passage-1")).toMatchObject({ accepted: true, error: null });
    expect(openings).toMatchObject([{ commandId: "passage-1" }]);
    const isOn = () => (barrier.answer({ id: 1, method: "Switch.GetStatus" }).result as { output: boolean }).output;
    expect(isOn()).toBe(true);
    await expect.poll(isOn, { timeout: 1_000 }).toBe(false);
  });

  it("says refused when the device refuses, and does not try again", async () => {
    const refuse = (response: http.ServerResponse, id: unknown) =>
      response.end(JSON.stringify({ id, error: { code: -103, message: "Invalid argument" } }));
    const { ids, shelly } = await scripted([refuse]);
    expect(await shelly.open("p")).toMatchObject({ accepted: false, error: "-103 Invalid argument" });
    expect(ids).toEqual(["p"]);
  });

  it("tries again with the same id, and knows nothing when no answer is to it", async () => {
    const ok = (response: http.ServerResponse, id: unknown) =>
      response.end(JSON.stringify({ id, result: { was_on: false } }));
    const broken = (response: http.ServerResponse) => response.destroy();
    const other = (response: http.ServerResponse) => response.end('{"id":"x","result":{}}');
    const first = await scripted([broken, ok]);
    expect(await first.shelly.open("p")).toMatchObject({ accepted: true });
    expect(first.ids).toEqual(["p", "p"]);
    for (const answer of [other, (response: http.ServerResponse) => response.end("<html>")]) {
      const { ids, shelly } = await scripted([answer]);
      expect(await shelly.open("q")).toMatchObject({ accepted: null });
      expect(ids).toEqual(["q", "q", "q"]);
    }
  });

  it("does not wait for ever, nor read without end", async () => {
    const silent = await scripted([() => undefined]);
    expect(await silent.shelly.isLoopOccupied()).toBeNull();
    const endless = await scripted([(response) => response.end("x".repeat(100_000))]);
    expect(await endless.shelly.open("p")).toMatchObject({ accepted: null });
    expect((await endless.shelly.open("p")).error).toContain("larger than");
  });

  it("reads the loop", async () => {
    const { barrier, shelly } = await device();
    expect(await shelly.isLoopOccupied()).toBe(false);
    barrier.occupy(true);
    expect(await shelly.isLoopOccupied()).toBe(true);
  });
});

describe("PassageWatch", () => {
  function watch(timeoutMs: number) {
    const loop: { value: boolean | null } = { value: false };
    const made = new PassageWatch({ readLoop: async () => loop.value, pollMs: 5, timeoutMs });
    closing.push(async () => made.stop());
    return { loop, made };
  }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it("lets cars pass in their order, one each time the loop becomes free", async () => {
    const { loop, made } = watch(5_000);
    const ends: string[] = [];
    for (const name of ["first", "second"]) void made.next().then((result) => ends.push(`${name} ${result}`));
    for (const expected of [["first passed"], ["first passed", "second passed"]]) {
      loop.value = true;
      await pause(30);
      loop.value = false;
      await pause(30);
      expect(ends).toEqual(expected);
    }
  });

  it("tells a car that stayed away from a loop that said nothing", async () => {
    const { loop, made } = watch(60);
    expect(await made.next()).toBe("timeout");
    loop.value = null;
    expect(await made.next()).toBe("unknown");
  });

  it("bounds how many it waits for", async () => {
    const { made } = watch(5_000);
    const first = made.next();
    for (let i = 0; i < 64; i++) void made.next();
    expect(await first).toBe("unknown");
  });
});
