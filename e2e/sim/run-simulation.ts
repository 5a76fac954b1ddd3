import { verifyStream } from "#contracts/verify-stream.ts";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { SimBroker } from "./sim-broker.ts";
import { SimCloud } from "./sim-cloud.ts";
import { SimEdge } from "./sim-edge.ts";
import { fairWeather, type PlantedBug, World } from "./world.ts";

export type SimResult = {
  readonly violations: readonly string[];
  readonly story: readonly string[];
  readonly records: number;
  readonly faults: number;
};

const faultsMs = 90_000;
/** With the faults over, everything must be settled by then. */
const settleMs = 1_500_000;

/**
 * One run, wholly given by its seed: cars come, the network misbehaves, processes die, disks lose power, the database is
 * restored from a backup; then all is well again, and every invariant must hold.
 */
export function runSimulation(seed: number, bug: PlantedBug | null = null): SimResult {
  const world = new World(seededRandom(seed), bug);
  const broker = new SimBroker(world);
  const cloud = new SimCloud(world, broker);
  const edge = new SimEdge(world, broker, cloud);
  cloud.start();
  edge.start();
  const cars = 10 + Math.floor(world.random() * 25);
  for (let car = 1; car <= cars; car++) world.time.after(world.between(0, faultsMs), () => edge.see(car));
  const faults = planFaults(world, broker, cloud, edge);
  world.time.run(faultsMs);
  world.weather = fairWeather;
  broker.setReachable(true);
  if (!edge.isUp) edge.start();
  if (!cloud.isUp) cloud.start();
  const isSettled = () =>
    world.openings.length > 0 &&
    edge.disk.passageOfCar.size === cars &&
    edge.disk.openPassages.size === 0 &&
    edge.backlog === 0;
  world.time.run(faultsMs + settleMs, isSettled);
  if (!isSettled()) world.violate(`I10: not settled ${settleMs / 1000} s after the last fault`);
  // a belief that all is acknowledged may be wrong: a greeting shows it
  broker.cutEdge();
  world.time.run(world.time.now + 10_000);
  checkEnd(world, cloud, edge, cars);
  return { violations: world.violations, story: world.story, records: world.durable.size, faults };
}

type Fault = readonly [name: string, weight: number, work: () => void];

function planFaults(world: World, broker: SimBroker, cloud: SimCloud, edge: SimEdge): number {
  const { time } = world;
  const kill = (isPowerCut: boolean) => {
    edge.kill(isPowerCut);
    time.after(world.between(300, 8_000), () => {
      if (!edge.isUp) edge.start();
    });
  };
  const without = (loseCloud: () => void) => () => {
    loseCloud();
    time.after(world.between(200, 15_000), () => {
      if (!cloud.isUp) cloud.start();
    });
  };
  const faults: readonly Fault[] = [
    ["edge killed", 3, () => kill(false)],
    ["power cut", 3, () => kill(true)],
    ["cloud killed", 3, without(() => cloud.crash())],
    ["database restored", 2, without(() => cloud.restore())],
    ["broker restarted", 2, () => broker.restart(world.between(100, 6_000), () => cloud.reconnect())],
    ["link cut", 3, () => broker.cutEdge()],
    ["link half open", 2, () => broker.deafen()],
    ["no way out", 2, () => awayFor(world, broker)],
    ["clock jumps", 1, () => edge.jumpWallClock(world.between(-3_600_000, 3_600_000))],
    ["weather changes", 4, () => changeWeather(world)],
  ];
  const drawn = faults.flatMap((fault) => Array.from({ length: fault[1] }, () => fault));
  const count = Math.floor(world.between(4, 24));
  for (let i = 0; i < count; i++) {
    const fault = drawn[Math.floor(world.random() * drawn.length)]!;
    time.after(world.between(0, faultsMs), () => {
      world.tell(fault[0]);
      fault[2]();
    });
  }
  return count;
}

function awayFor(world: World, broker: SimBroker): void {
  broker.setReachable(false);
  world.time.after(world.between(1_000, 60_000), () => broker.setReachable(true));
}

function changeWeather(world: World): void {
  const isBad = world.chance(0.6);
  world.weather = isBad
    ? {
        loss: world.between(0, 0.4),
        double: world.between(0, 0.3),
        delayMinMs: 10,
        delayMaxMs: world.between(50, 3_000),
      }
    : fairWeather;
}

function checkEnd(world: World, cloud: SimCloud, edge: SimEdge, cars: number): void {
  const { disk } = edge;
  const stored = cloud.records();
  const byN = new Map(stored.map((record) => [record.n, record]));
  for (const [n, frame] of world.durable)
    if (byN.get(n)?.hash !== frame.hash) world.violate(`I1: record ${n} is not in the cloud as the edge wrote it`);
  for (const { n } of stored)
    if (!world.durable.has(n)) world.violate(`I1: record ${n} is in the cloud, the edge never wrote it`);
  const proof = verifyStream(world.edgeId, "p", disk.epoch, disk.open, stored);
  if (!proof.complete) world.violate(`I2: the cloud's copy is not complete: ${JSON.stringify(proof.findings)}`);
  const hashes = new Set(stored.map(({ hash }) => hash));
  const opened = new Set<number>();
  for (const { car, hash } of world.openings) {
    if (!hashes.has(hash)) world.violate(`I1: the gate opened for car ${car} and no record says so`);
    if (opened.has(car)) world.violate(`the gate opened twice for car ${car}`);
    opened.add(car);
  }
  if (disk.passageOfCar.size !== cars) world.violate("a car was never recorded");
}
