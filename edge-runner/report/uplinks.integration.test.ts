import http from "node:http";
import type os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { UplinkConfig } from "../edge-config.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";
import { UplinkGate } from "../testing/uplink-gate.ts";

const [wiredAddress, mobileAddress] = ["127.0.0.2", "127.0.0.3"];
/** A watchdog of 3 s, a try that is not answered, and a busy machine. */
const failoverMs = 25_000;
/** Far more than a car waits, so that a busy machine breaks nothing; the milliseconds are measured elsewhere. */
const decisionMs = 10_000;
const testMs = 90_000;
const uplinks: UplinkConfig[] = [
  { id: "wired", localAddress: wiredAddress, isMetered: false, provenAfterSeconds: 2 },
  { id: "4g", localAddress: mobileAddress, isMetered: true, backlogKbitPerSecond: 64, provenAfterSeconds: 2 },
];

let lot: TestLot;
let gate: UplinkGate;
/** Interfaces of the machine, where a test takes carriers away. */
let interfaces: ReturnType<typeof os.networkInterfaces> = {};
beforeEach(async () => {
  lot = new TestLot();
});
afterEach(async () => {
  await lot.stop();
  await gate.close();
});

async function start(ways: UplinkConfig[] = uplinks): Promise<void> {
  await lot.start({ bundle: null });
  await lot.stopEdge();
  gate = new UplinkGate(Number(new URL(lot.cloud.url).port));
  const port = await gate.open();
  lot.config = { ...lot.config, mqttUrl: `mqtt://127.0.0.1:${port}`, uplinks: ways };
  await lot.startEdge({ interfaces: () => interfaces });
  await waitFor(() => use() !== undefined, "a link");
}

const use = () => lot.cloud.states.filter(({ online }) => online).at(-1)?.uplink;
const uses = () => lot.cloud.states.filter(({ online }) => online).map(({ uplink }) => uplink?.id);
const isOn = (id: string) => () => use()?.id === id;

/** A car comes: the barrier's decision must not wait for any uplink, and its record must be in the cloud in the end. */
async function car(plate: string): Promise<void> {
  const at = performance.now();
  expect(await lot.see("entry-1", plate)).toMatchObject({ status: 200 });
  expect(performance.now() - at).toBeLessThan(decisionMs);
}

async function allInCloud(): Promise<void> {
  const last = () => lot.journal().records("p").length;
  await waitFor(() => lot.cloud.held.mark === last(), "every record is in the cloud");
}

it(
  "a wired uplink that turns into a hole is left for 4G within seconds, and taken again once it has proven itself",
  async () => {
    await start();
    expect(use()).toMatchObject({ id: "wired", isMetered: false, reason: "start", before: null });
    expect(lot.cloud.hellos.at(-1)!.uplink).toBe("wired");
    gate.treat(wiredAddress, "hole");
    const at = performance.now();
    await car("京A10001");
    await waitFor(isOn("4g"), "4G", failoverMs);
    console.log(`hole to 4G: ${Math.round(performance.now() - at)} ms`);
    expect(use()).toMatchObject({ id: "4g", isMetered: true, reason: "noAnswer", before: "wired" });
    expect(Math.abs(use()!.since - Date.now())).toBeLessThan(failoverMs);
    await waitFor(() => lot.cloud.hellos.at(-1)!.uplink === "mobile", "the hello over 4G");
    await allInCloud();
    // the probe is not answered either: no way back
    gate.treat(wiredAddress, "refuse");
    await sleep(3_000);
    expect(use()).toMatchObject({ id: "4g" });
    gate.treat(wiredAddress, "carry");
    await car("京A10002");
    await waitFor(isOn("wired"), "the way back", failoverMs);
    expect(use()).toMatchObject({ reason: "proven", before: "4g" });
    await allInCloud();
    expect(new Set(gate.taken)).toEqual(new Set([wiredAddress, mobileAddress]));
  },
  testMs,
);

it(
  "an uplink that answers in one direction only is left too",
  async () => {
    await start();
    gate.treat(wiredAddress, "holeDown");
    await waitFor(isOn("4g"), "4G", failoverMs);
    expect(use()).toMatchObject({ reason: "noAnswer", before: "wired" });
  },
  testMs,
);

it(
  "links that are refused drive the edge to 4G, one that a broker ends does not",
  async () => {
    await start();
    gate.cut(wiredAddress);
    await waitFor(() => uses().length === 2, "a new link");
    expect(uses()).toEqual(["wired", "wired"]);
    gate.treat(wiredAddress, "refuse");
    await waitFor(isOn("4g"), "4G", failoverMs);
    expect(use()).toMatchObject({ reason: "refused" });
  },
  testMs,
);

it(
  "a carrier that goes is noticed at once; one that flaps is not trusted again",
  async () => {
    const [wired, mobile] = [{ interface: "eth0" }, { interface: "wwan0" }];
    const without = ({ localAddress: _, ...uplink }: UplinkConfig) => uplink;
    const eth0 = [{ address: wiredAddress, family: "IPv4", internal: false } as os.NetworkInterfaceInfo];
    const wwan0 = [{ address: mobileAddress, family: "IPv4", internal: false } as os.NetworkInterfaceInfo];
    interfaces = { eth0, wwan0 };
    await start([
      { ...without(uplinks[0]!), ...wired, provenAfterSeconds: 5 },
      { ...without(uplinks[1]!), ...mobile },
    ]);
    expect(use()).toMatchObject({ id: "wired" });
    for (let flap = 0; flap < 3; flap++) {
      interfaces = { wwan0 };
      await waitFor(isOn("4g"), "4G", failoverMs);
      await car(`京A2000${flap}`);
      await sleep(700);
      interfaces = { eth0, wwan0 };
      await sleep(1_200);
    }
    expect(uses()).toEqual(["wired", "4g"]);
    await waitFor(isOn("wired"), "the way back", failoverMs);
    await allInCloud();

    interfaces = {};
    await waitFor(() => gate.standing(wiredAddress) === 0, "the link is given up");
    await car("京A20009");
    interfaces = { wwan0 };
    await waitFor(isOn("4g"), "the first carrier that comes", failoverMs);
    await allInCloud();
  },
  testMs,
);

it(
  "a backlog goes from the address of the uplink in use, at that uplink's own pace",
  async () => {
    await start();
    const seen: string[] = [];
    const server = http.createServer((request, response) => {
      seen.push(request.socket.remoteAddress ?? "");
      request.resume().on("end", () => response.writeHead(503, { "Retry-After": "1" }).end());
    });
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await lot.stopEdge();
    lot.cloud.isAcknowledging = false;
    await lot.startEdge();
    for (let i = 0; i < 101; i++) await lot.see("entry-1", null);
    await lot.stopEdge();
    lot.config = { ...lot.config, httpUrl: `http://127.0.0.1:${port}` };
    await lot.startEdge();
    await waitFor(() => seen.includes(wiredAddress), "a batch over the wired uplink");
    gate.treat(wiredAddress, "refuse");
    await waitFor(() => seen.includes(mobileAddress), "a batch over 4G", failoverMs);
    expect(seen.lastIndexOf(wiredAddress)).toBeLessThan(seen.indexOf(mobileAddress));
    server.closeAllConnections();
    server.close();
  },
  testMs,
);
