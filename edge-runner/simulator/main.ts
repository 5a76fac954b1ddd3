import { randomInt } from "node:crypto";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type EdgeConfig, edgeConfigFile, readEdgeConfig, withLocalAddresses } from "../edge-config.ts";
import { BarrierDevice } from "./barrier-device.ts";
import { BarrierServer } from "./barrier-server.ts";
import { cameraHeartbeat } from "./camera-message.ts";
import { DurableLog } from "./durable-log.ts";
import { makeCar } from "./make-car.ts";
import { postOnce } from "./post-message.ts";
import { seededRandom } from "./seeded-random.ts";
import { type SimulatedLane, type VisitEnd, visit } from "./visit.ts";

const usage = `A simulated lot: cars, cameras and barriers of the edge whose enrolment LIFTGATE_EDGE_CONFIG names.
  --cars-per-minute N   default 7.5
  --stay-seconds A-B    default 20-120
  --delay-seconds N     wait before the first car, so that a fresh edge has its rules; default 5
  --cars N              end after so many cars (default: go on for ever)
  --seed N              the same seed gives the same cars
  --misreads SHARE      share of plates read wrongly, default 0.03
  --drive-ms N          time to drive through a lane, default 2500
  --patience-ms N       how long a driver waits at a barrier, default 12000
  --log FILE            each opening of a barrier as a JSON line, on disk before the barrier answers
  --answers FILE        each answer 2xx to a camera as a JSON line, on disk at once
`;

const isExit = /(^|-)(exit|out)(-|$)/;
const isEntry = /(^|-)(entry|in)(-|$)/;
const heartbeatEveryMs = 30_000;
/** More than any lot of this size holds; beyond it new cars turn round in the street. */
const carsInsideMax = 500;

await simulate();

async function simulate(): Promise<void> {
  const settings = readSettings();
  const config = readConfig();
  const random = seededRandom(settings.seed);
  const log = settings.log === undefined ? null : new DurableLog(settings.log);
  const answers = settings.answers === undefined ? null : new DurableLog(settings.answers);
  const stop = new AbortController();
  setMaxListeners(carsInsideMax + 1, stop.signal); // every car on its way listens, and the street
  const end = () => stop.abort();
  for (const signal of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(signal, end);

  const lanes = config.lanes.map(
    (lane): SimulatedLane => ({
      id: lane.id,
      camera: lane.cameras[0]!,
      cameraUrl: `http://127.0.0.1:${config.listen.port}/camera/${lane.cameras[0]!.id}/${lane.cameras[0]!.token}`,
      barrier: new BarrierDevice(lane.id, (opening) => log?.add(opening)),
      last: Promise.resolve(),
    }),
  );
  const server = new BarrierServer(lanes.map((lane) => lane.barrier));
  const address = new URL(config.lanes[0]!.barrier.url);
  await server.start(Number(address.port || 80), address.hostname).catch((error: Error) => {
    process.stderr.write(`Error: the barriers cannot be served: ${error.message}\n`);
    process.exit(1);
  });
  const { entries, exits } = byDirection(lanes);
  say(`seed ${settings.seed}: ${settings.carsPerMinute} cars a minute; entry ${names(entries)}, exit ${names(exits)}`);

  const beats = setInterval(() => {
    for (const lane of lanes) void postOnce(lane.cameraUrl, cameraHeartbeat(lane.camera, Date.now()));
  }, heartbeatEveryMs);
  const ends: Record<VisitEnd, number> = { left: 0, turnedAway: 0, stuck: 0 };
  const inside = new Set<Promise<void>>();
  const pick = (from: readonly SimulatedLane[]) => from[Math.floor(random() * from.length)]!;
  const [shortest, longest] = settings.staySeconds;
  const options = {
    random,
    stayMs: () => 1_000 * (shortest + random() * (longest - shortest)),
    misreads: settings.misreads,
    driveMs: settings.driveMs,
    patienceMs: settings.patienceMs,
    signal: stop.signal,
    onAnswer: (line: Readonly<Record<string, unknown>>) => answers?.add(line),
  };
  await sleep(settings.delaySeconds * 1_000, undefined, { signal: stop.signal }).catch(() => undefined);
  for (let made = 0; made < settings.cars && !stop.signal.aborted; made++) {
    if (inside.size < carsInsideMax) {
      const whole = visit(makeCar(config.country, random), pick(entries), pick(exits), options).then(
        (how) => {
          ends[how]++;
        },
        (error: unknown) => {
          if (!stop.signal.aborted) say(`a car broke down: ${(error as Error).message}`);
        },
      );
      inside.add(whole);
      void whole.then(() => inside.delete(whole));
    }
    // arrivals as in life: independent of each other, with the wanted mean
    const gapMs = (-Math.log(1 - random()) * 60_000) / settings.carsPerMinute;
    await sleep(gapMs, undefined, { signal: stop.signal }).catch(() => undefined);
  }
  await Promise.all(inside);
  clearInterval(beats);
  await server.stop();
  say(`${ends.left} cars have left, ${ends.turnedAway} were turned away, ${ends.stuck} are stuck at an exit`);
  process.exit(0);
}

function byDirection(lanes: readonly SimulatedLane[]): { entries: SimulatedLane[]; exits: SimulatedLane[] } {
  const exits = lanes.filter(({ id }, index) => isExit.test(id) || (!isEntry.test(id) && index % 2 === 1));
  const entries = lanes.filter((lane) => !exits.includes(lane));
  if (entries.length > 0 && exits.length > 0) return { entries, exits };
  say("a lot needs a lane named as an entry and one named as an exit");
  return process.exit(2);
}

function readConfig(): EdgeConfig {
  try {
    return withLocalAddresses(readEdgeConfig(edgeConfigFile(process.env)), process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(2);
  }
}

function readSettings() {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      "cars-per-minute": option,
      "stay-seconds": option,
      "delay-seconds": option,
      cars: option,
      seed: option,
      misreads: option,
      "drive-ms": option,
      "patience-ms": option,
      log: option,
      answers: option,
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const number = (name: keyof typeof values, otherwise: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name]);
    if (value >= 0) return value;
    process.stderr.write(`--${name} must be a number that is not negative\n\n${usage}`);
    return process.exit(2);
  };
  const stay = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(values["stay-seconds"] ?? "20-120");
  if (stay === null) {
    process.stderr.write(`--stay-seconds must look like 20-120\n\n${usage}`);
    process.exit(2);
  }
  return {
    carsPerMinute: number("cars-per-minute", 7.5) || 7.5,
    staySeconds: [Number(stay[1]), Number(stay[2])] as const,
    delaySeconds: number("delay-seconds", 5),
    cars: number("cars", Number.POSITIVE_INFINITY),
    seed: number("seed", randomInt(1_000_000)),
    misreads: number("misreads", 0.03),
    driveMs: number("drive-ms", 2_500),
    patienceMs: number("patience-ms", 12_000),
    log: values.log,
    answers: values.answers,
  };
}

function names(lanes: readonly SimulatedLane[]): string {
  return lanes.map((lane) => lane.id).join(", ");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
