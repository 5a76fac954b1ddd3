import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { BarrierDevice, type Opening } from "../simulator/barrier-device.ts";
import { BarrierServer } from "../simulator/barrier-server.ts";
import { PassageWatch } from "./passage-watch.ts";
import { ShellyBarrier } from "./shelly.ts";

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
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

type Answer = (response: http.ServerResponse, id: unknown) => unknown;
const accepted = (id: unknown) => JSON.stringify({ id, result: { was_on: false } });
const halfBody: Answer = (response, id) => {
  response.writeHead(200, { "Content-Length": accepted(id).length });
  response.write(accepted(id).slice(0, 9), () => response.destroy());
};

/** A device that answers each call as it is told, in turn. */
async function scripted(answers: Answer[]) {
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

  it("tries again with the same id", async () => {
    const broken: Answer = (response) => response.destroy();
    const { ids, shelly } = await scripted([broken, (response, id) => response.end(accepted(id))]);
    expect(await shelly.open("p")).toMatchObject({ accepted: true });
    expect(ids).toEqual(["p", "p"]);
  });

  it.concurrent.each<[string, Answer, string]>([
    ["no answer", () => undefined, "timeout"],
    ["a late answer", (response, id) => setTimeout(() => response.end(accepted(id)), 1_300), "timeout"],
    ["a reset", (response) => response.socket!.resetAndDestroy(), "ECONNRESET"],
    ["a close", (response) => response.destroy(), "other side closed"],
    ["half a body", halfBody, "terminated"],
    ["half a body that stays open", (response, id) => response.write(accepted(id).slice(0, 9)), "timeout"],
    ["text that is no JSON", (response) => response.end("<html>"), "not JSON"],
    ["JSON that is no frame", (response) => response.end("[1]"), "another command"],
    ["a frame without a result", (response, id) => response.end(JSON.stringify({ id })), "no result"],
    ["another command's frame", (response) => response.end(accepted("x")), "another command"],
    ["a server error", (response, id) => response.writeHead(500).end(accepted(id)), "HTTP 500"],
    ["a redirect", (response) => response.writeHead(302, { location: "/rpc" }).end(), "redirect"],
    ["an answer without end", (response) => response.end("x".repeat(100_000)), "larger than"],
  ])("knows nothing after %s, three times with one id", async (_, answer, error) => {
    const { ids, shelly } = await scripted([answer]);
    const said = await shelly.open("p");
    expect(said.accepted).toBeNull();
    expect(said.error).toContain(error);
    expect(said.commandMs).toBeLessThan(4_500);
    expect(ids).toEqual(["p", "p", "p"]);
    expect(await shelly.isLoopOccupied()).toBeNull();
  });

  it("says refused to what the device calls a bad request", async () => {
    const { ids, shelly } = await scripted([(response) => response.writeHead(401).end()]);
    expect(await shelly.open("p")).toMatchObject({ accepted: false, error: "HTTP 401" });
    expect(ids).toEqual(["p"]);
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
