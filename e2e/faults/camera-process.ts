import { setTimeout as sleep } from "node:timers/promises";
import { readEdgeConfig } from "#edge-runner/edge-config.ts";
import { cameraMessage } from "#edge-runner/simulator/camera-message.ts";
import { DurableLog } from "#edge-runner/simulator/durable-log.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { plateOfCar } from "./plate-of-car.ts";

// The cameras of the lot. Each has a queue of its own and posts a message, always the same bytes, until it is answered 2xx.
const [configFile, answersFile, seed, cars, carsPerSecond] = process.argv.slice(2) as [string, string, ...string[]];
const retryAfterMs = 250;
/** A car leaves so many cars after it came. */
const staysCars = 12;

const config = readEdgeConfig(configFile);
const answers = new DurableLog(answersFile);
const random = seededRandom(Number(seed));
const [entry, exit] = config.lanes as [(typeof config.lanes)[number], (typeof config.lanes)[number]];
const startedAt = Date.now();

async function post(lane: typeof entry, index: number, plate: string, at: number): Promise<void> {
  const camera = lane.cameras[0]!;
  const url = `http://127.0.0.1:${config.listen.port}/camera/${camera.id}/${camera.token}`;
  const eventId = `${seed}-${index}`;
  const message = cameraMessage(camera, { eventId, at, plate, confidence: 0.9 + random() * 0.09, vehicle: "Sedan" });
  for (let attempts = 1; ; attempts += 1) {
    const answer = await postOnce(url, message);
    if (answer !== null && answer.status >= 200 && answer.status < 300) {
      answers.add({ index, eventId, laneId: lane.id, attempts, at: Date.now(), ...JSON.parse(answer.text) });
      return;
    }
    await sleep(retryAfterMs);
  }
}

const queues = new Map<string, Promise<void>>();
for (let index = 0; index < Number(cars); index += 1) {
  await sleep(Math.max(0, startedAt + (index * 1000) / Number(carsPerSecond) - Date.now()));
  const isEntry = index % 2 === 0;
  const lane = isEntry ? entry : exit;
  // the first ones to leave have never come, each with a plate of its own
  const plate = plateOfCar(isEntry ? index : index > staysCars ? index - 1 - staysCars : Number(cars) + index);
  const at = Date.now();
  queues.set(
    lane.id,
    (queues.get(lane.id) ?? Promise.resolve()).then(() => post(lane, index, plate, at)),
  );
}
await Promise.all(queues.values());
process.exit(0);
