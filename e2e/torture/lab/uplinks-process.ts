import { setTimeout as sleep } from "node:timers/promises";
import { LabLot, type Phase } from "./lab-lot.ts";
import { uplinkInterfaces } from "./lab-network.ts";
import type { Way } from "./shaper.ts";

export type UplinksOutcome = {
  phases: Phase[];
  /** Time from a fault of the wired uplink to a link over 4G, for each that must drive the edge there. */
  failovers: { fault: string; ms: number }[];
  returns: number;
  moves: { uplink: string; reason: string }[];
  /** Openings of an outage, to the first record committed after it. */
  backAfterMs: number;
  records: number;
  findings: string[];
};

// T3: two uplinks through every kind of weather, one fault after the other, while cars come and go.
const [folder, seedText, length] = process.argv.slice(2) as [string, string, string];
const isFull = length === "full";
const [wired, mobile] = [0, 1];
const good: Way = { delayMs: 2, jitterMs: 1 };
const cellular: Way = { delayMs: 40, jitterMs: 20, loss: 0.01, kbitPerSecond: 4_000 };
/** Weather that a link bears; seconds in short and in full length. */
const weathers: readonly (readonly [name: string, way: Way, short: number, full: number])[] = [
  ["good", good, 2, 60],
  ["as 4G", cellular, 0, 60],
  ["15 % loss", { delayMs: 30, loss: 0.15 }, 0, 60],
  ["30 % loss, 150 ms", { delayMs: 75, loss: 0.3 }, 3, 120],
  ["256 kbit/s", { delayMs: 20, kbitPerSecond: 256 }, 2, 60],
];
const holes: readonly (readonly [name: string, up: Way, down: Way])[] = [
  ["hole to the cloud", { isHole: true }, good],
  ...(isFull
    ? [["hole to the edge", good, { isHole: true }] as const, ["hole", { isHole: true }, { isHole: true }] as const]
    : []),
];
const bothDownSeconds = isFull ? 600 : 4;
const flapSeconds = isFull ? 120 : 6;
const flapEveryMs = isFull ? 7_000 : 1_500;
const failoverMaxMs = 15_000;
/** An uplink that fails again and again has to prove itself for longer each time. */
const returnMaxMs = isFull ? 700_000 : 60_000;

const lot = new LabLot(folder, { uplinks: uplinksOf(isFull ? 10 : 2) });
const phases: Phase[] = [];
const failovers: UplinksOutcome["failovers"] = [];
const startedAt = performance.now();
const say = (line: string) => process.stdout.write(`${line}\n`);

function uplinksOf(provenAfterSeconds: number) {
  const [wire, modem] = uplinkInterfaces;
  return [
    { id: "wired", interface: wire, isMetered: false, provenAfterSeconds },
    { id: "4g", interface: modem, isMetered: true, backlogKbitPerSecond: 64, provenAfterSeconds },
  ];
}

async function phase(name: string, seconds: number, during?: () => Promise<void>): Promise<void> {
  const one = await lot.phase(name, seconds, during);
  phases.push(one);
  const cars = `${one.cars} cars, barrier p50 ${one.carP50Ms} p99 ${one.carP99Ms} ms`;
  say(
    `${Math.round((performance.now() - startedAt) / 1_000)} s, ${name}: ${cars}; ${one.commits} records live, acknowledged p50 ${one.commitP50Ms} p99 ${one.commitP99Ms} ms`,
  );
}

const present = async () => (await lot.uplinks()).at(-1)!;
const isOn = (id: string) => async () => (await present()).uplink === id;

/** A fault must drive the edge to 4G; then the wired uplink is well again, and must be taken back. */
async function faultAndReturn(name: string, fault: () => void | Promise<void>, heal: () => void): Promise<void> {
  await phase(name, 2, async () => {
    const faultAt = performance.now();
    await fault();
    await lot.until(`the edge goes over to 4G: ${name}`, failoverMaxMs, isOn("4g"));
    failovers.push({ fault: name, ms: Math.round(performance.now() - faultAt) });
  });
  heal();
  await lot.until(`the edge comes back: ${name}`, returnMaxMs, isOn("wired"));
}

function wellAgain(): void {
  lot.network.shape(wired, good);
  lot.network.shape(mobile, cellular);
}

async function flap(): Promise<void> {
  const end = performance.now() + flapSeconds * 1_000;
  while (performance.now() < end) {
    lot.network.setCarrier(wired, false);
    await sleep(flapEveryMs);
    lot.network.setCarrier(wired, true);
    await sleep(flapEveryMs);
  }
}

try {
  await lot.start(Number(seedText));
  wellAgain();
  lot.drive(isFull ? 1 : 2);
  for (const [name, way, short, full] of weathers) {
    const seconds = isFull ? full : short;
    lot.network.shape(wired, way);
    if (seconds > 0) await phase(name, seconds);
  }
  wellAgain();
  await lot.until("the edge is on the wired uplink again", returnMaxMs, isOn("wired"));
  for (const [name, up, down] of holes) await faultAndReturn(name, () => lot.network.shape(wired, up, down), wellAgain);
  // a connection that neither end knows to be dead; new ones pass, so that the edge may stay where it is
  await phase("translator forgets", isFull ? 60 : 5, async () => lot.network.forget(wired));
  if (isFull) {
    const setCarrier = (isUp: boolean) => () => lot.network.setCarrier(wired, isUp);
    await faultAndReturn("carrier lost", setCarrier(false), setCarrier(true));
  }
  const before = (await lot.uplinks()).length;
  await phase(`carrier flaps every ${flapEveryMs / 1_000} s`, flapSeconds, flap);
  const moves = (await lot.uplinks()).length - before;
  if (moves > (isFull ? 3 : 4)) throw new Error(`a flapping carrier moved the edge ${moves} times`);
  await lot.until("the edge is on the wired uplink again", returnMaxMs, isOn("wired"));
  for (const uplink of [wired, mobile]) lot.network.shape(uplink, { isHole: true });
  await phase("both down", bothDownSeconds);
  wellAgain();
  const healedAt = performance.now();
  await lot.until("the backlog is empty", 120_000, async () => (await lot.backlog()) <= 2);
  const backAfterMs = Math.round(performance.now() - healedAt);
  const findings = await lot.settle(120_000);
  const { rows } = await lot.cloud.pool.query("SELECT count(*)::integer AS count FROM record WHERE stream = 'p'");
  const uplinks = await lot.uplinks();
  const outcome: UplinksOutcome = {
    ...{ phases, failovers, backAfterMs, findings, records: rows[0].count },
    returns: uplinks.filter(({ reason }) => reason === "proven").length,
    moves: uplinks.map(({ uplink, reason }) => ({ uplink, reason })),
  };
  say(JSON.stringify(outcome));
} finally {
  await lot.stop();
}
process.exit(0);
