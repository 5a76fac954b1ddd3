import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readEdgeConfig } from "#edge-runner/edge-config.ts";
import { BarrierDevice } from "#edge-runner/simulator/barrier-device.ts";
import { BarrierServer } from "#edge-runner/simulator/barrier-server.ts";
import { cameraMessage, type HttpMessage } from "#edge-runner/simulator/camera-message.ts";
import { DurableLog } from "#edge-runner/simulator/durable-log.ts";
import { postOnce } from "#edge-runner/simulator/post-message.ts";
import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";
import { plateOfCar } from "../../faults/plate-of-car.ts";

/** How many passages have been answered, and whether nothing more will come. */
export type TrafficSaid = { readonly answered: number; readonly isOver: boolean };

// Cameras and barriers of several lots. Each camera has a queue of its own and posts a message, always the same bytes,
// until it is answered 2xx; now and then it sends one again later. Each barrier logs an opening before the edge hears of it.
const [seed, passages, perSecond, books, ...configFiles] = process.argv.slice(2) as [
  string,
  string,
  string,
  ...string[],
];
const [approachMs, onLoopMs, retryAfterMs, sayEveryMs] = [80, 250, 250, 200];
/** A car leaves so many cars after it came. */
const staysCars = 3;
const sentAgain = 0.03;
const sentAgainWithinMs = 4_000;
/** A camera keeps so many messages; a lane is not served for longer than that only when its edge is not there. */
const waitingMax = 400;

/** As long as the shortest that cameras give. */
const eventOf = (way: "in" | "out", car: number) => `${way}-${String(car).padStart(8, "0")}`;
const random = seededRandom(Number(seed));
let [answered, driven, comingAgain] = [0, 0, 0];
let isDriven = false;

/** One camera at one lane. */
class Camera {
  readonly #queue: (() => Promise<void>)[] = [];
  #isBusy = false;

  get waiting(): number {
    return this.#queue.length;
  }

  add(work: () => Promise<void>): void {
    this.#queue.push(work);
    if (!this.#isBusy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (let work = this.#queue.shift(); work !== undefined; work = this.#queue.shift()) await work();
    this.#isBusy = false;
  }
}

async function makeLot(configFile: string) {
  const config = readEdgeConfig(configFile);
  const answers = new DurableLog(path.join(books!, `${config.edgeId}.answers.jsonl`));
  const openings = new DurableLog(path.join(books!, `${config.edgeId}.openings.jsonl`));
  const devices = config.lanes.map((lane) => {
    const device: BarrierDevice = new BarrierDevice(lane.id, (opening) => {
      openings.add(opening);
      setTimeout(() => device.occupy(true), approachMs);
      setTimeout(() => device.occupy(false), approachMs + onLoopMs);
    });
    return device;
  });
  await new BarrierServer(devices).start(Number(new URL(config.lanes[0]!.barrier.url).port), "127.0.0.1");
  const lanes = config.lanes.map((lane) => ({ ...lane, camera: lane.cameras[0]!, queue: new Camera() }));
  const [entries, exits] = [lanes.slice(0, lanes.length / 2), lanes.slice(lanes.length / 2)];
  let cars = 0;

  async function post(url: string, message: HttpMessage): Promise<{ attempts: number; said: object }> {
    for (let attempts = 1; ; attempts++) {
      const answer = await postOnce(url, message);
      if (answer !== null && answer.status >= 200 && answer.status < 300)
        return { attempts, said: JSON.parse(answer.text) as object };
      await sleep(retryAfterMs);
    }
  }

  function see(lane: (typeof lanes)[number], eventId: string, plate: string): void {
    const { camera, queue } = lane;
    const url = `http://127.0.0.1:${config.listen.port}/camera/${camera.id}/${camera.token}`;
    queue.add(async () => {
      const sighting = { eventId, at: Date.now(), plate, confidence: 0.97, vehicle: "Sedan", hasPhotos: false };
      const message = cameraMessage(camera, sighting);
      const { attempts, said } = await post(url, message);
      answers.add({ eventId, laneId: lane.id, attempts, at: Date.now(), ...said });
      answered++;
      if (random() >= sentAgain) return;
      comingAgain++;
      void sleep(random() * sentAgainWithinMs).then(async () => {
        const again = await post(url, message);
        answers.add({ eventId, laneId: lane.id, attempts: again.attempts, at: Date.now(), ...again.said });
        comingAgain--;
      });
    });
  }

  /** One car comes, and the one that came some cars ago at this pair of lanes leaves: two passages, or one at the beginning. */
  const drive = (): number => {
    const pair = cars % entries.length;
    const leaving = cars - staysCars * entries.length;
    const [entry, exit] = [entries[pair]!, exits[pair]!];
    if (entry.queue.waiting > waitingMax || exit.queue.waiting > waitingMax) return 0;
    see(entry, eventOf("in", cars), plateOfCar(cars));
    if (leaving >= 0) see(exit, eventOf("out", leaving), plateOfCar(leaving));
    cars++;
    return leaving >= 0 ? 2 : 1;
  };
  return drive;
}

const lots = await Promise.all(configFiles.map(makeLot));
process.on("disconnect", () => process.exit(0));
process.on("message", async () => {
  const startedAt = performance.now();
  for (let turn = 0; driven < Number(passages); turn++) {
    driven += lots[turn % lots.length]!();
    await sleep(Math.max(0, startedAt + (driven * 1_000) / Number(perSecond) - performance.now()));
  }
  isDriven = true;
});
setInterval(() => {
  const isOver = isDriven && answered === driven && comingAgain === 0;
  process.send!({ answered, isOver } satisfies TrafficSaid);
}, sayEveryMs);
process.send!("ready");
