import { setTimeout as sleep } from "node:timers/promises";
import { readEdgeConfig } from "#edge-runner/edge-config.ts";
import { BarrierDevice } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { DurableLog } from "#edge-runner/simulator/durable-log.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { plateOfCar } from "../../faults/plate-of-car.ts";

/** What the lanes are told, and what they tell: how long cars waited for their barrier since the last question. */
export type LaneOrder = { readonly carsPerSecond: number } | "waits" | "finish";
export type Waits = { readonly waits: readonly number[]; readonly cars: number };

// The lanes of the lot: cameras that repeat a message until it is answered, barriers that log each opening first.
const [configFile, answersFile, openingsFile] = process.argv.slice(2) as [string, string, string];
const [approachMs, onLoopMs, retryAfterMs] = [100, 250, 250];
/** A car leaves so many cars after it came. */
const staysCars = 4;

const config = readEdgeConfig(configFile);
const answers = new DurableLog(answersFile);
const openings = new DurableLog(openingsFile);
const openedAt = new Map<string, number>();
const devices = config.lanes.map((lane) => {
  const device: BarrierDevice = new BarrierDevice(lane.id, (opening) => {
    openedAt.set(opening.commandId, performance.now());
    openings.add(opening);
    setTimeout(() => device.occupy(true), approachMs);
    setTimeout(() => device.occupy(false), approachMs + onLoopMs);
  });
  return device;
});
await new BarrierServer(devices).start(Number(new URL(config.lanes[0]!.barrier.url).port), "127.0.0.1");

let carsPerSecond = 0;
let cars = 0;
let waits: number[] = [];
const queues = new Map<string, Promise<void>>();

async function post(lane: (typeof config.lanes)[number], index: number, plate: string): Promise<void> {
  const camera = lane.cameras[0]!;
  const url = `http://127.0.0.1:${config.listen.port}/camera/${camera.id}/${camera.token}`;
  const eventId = `car-${index}-${lane.id}`;
  const message = cameraMessage(camera, { eventId, at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan" });
  for (let attempts = 1; ; attempts++) {
    const startedAt = performance.now();
    const answer = await postOnce(url, message);
    if (answer === null || answer.status < 200 || answer.status >= 300) {
      await sleep(retryAfterMs);
      continue;
    }
    const said = JSON.parse(answer.text) as { passageId: string; decision: string | null };
    answers.add({ eventId, attempts, ...said });
    const commandedAt = openedAt.get(said.passageId);
    if (commandedAt !== undefined && attempts === 1) waits.push(commandedAt - startedAt);
    return;
  }
}

function see(lane: (typeof config.lanes)[number], index: number, plate: string): void {
  const turn = queues.get(lane.id) ?? Promise.resolve();
  queues.set(
    lane.id,
    turn.then(() => post(lane, index, plate)),
  );
}

async function drive(): Promise<void> {
  const [entry, exit] = config.lanes as [(typeof config.lanes)[0], (typeof config.lanes)[0]];
  for (;;) {
    if (carsPerSecond === 0) await sleep(50);
    else {
      see(entry, cars, plateOfCar(cars));
      if (cars >= staysCars) see(exit, cars, plateOfCar(cars - staysCars));
      cars++;
      await sleep(1_000 / carsPerSecond);
    }
  }
}

process.on("message", async (order: LaneOrder) => {
  if (typeof order === "object") carsPerSecond = order.carsPerSecond;
  else {
    if (order === "finish") {
      carsPerSecond = 0;
      await sleep(100);
      await Promise.all(queues.values());
    }
    process.send!({ waits, cars } satisfies Waits);
    waits = [];
  }
});
process.on("disconnect", () => process.exit(0));
process.send!("ready");
await drive();
