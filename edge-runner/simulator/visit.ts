import { setTimeout as sleep } from "node:timers/promises";
import type { CameraConfig } from "../edge-config.ts";
import type { BarrierDevice } from "./barrier-device.ts";
import { cameraMessage } from "./camera-message.ts";
import { postUntilTaken } from "./post-message.ts";

/** A lane as a driver finds it. */
export type SimulatedLane = {
  readonly id: string;
  readonly camera: CameraConfig;
  readonly cameraUrl: string;
  readonly barrier: BarrierDevice;
  /** The end of the queue at this lane. */
  last: Promise<unknown>;
};

export type Car = { readonly plate: string; readonly vehicle: string };

export type VisitOptions = {
  readonly random: () => number;
  readonly stayMs: () => number;
  /** Share of readings that go wrong. */
  readonly misreads: number;
  /** From the boom to the far side of the loop. */
  readonly driveMs: number;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  readonly onAnswer: (line: Readonly<Record<string, unknown>>) => void;
};

export type VisitEnd = "left" | "turnedAway" | "stuck";

const exitAttempts = 2;
let events = 0;

/** One car's visit: in by an entry lane, a stay, out by an exit lane. */
export async function visit(
  car: Car,
  entry: SimulatedLane,
  exit: SimulatedLane,
  options: VisitOptions,
): Promise<VisitEnd> {
  if (!(await passLane(car, entry, options))) return "turnedAway";
  await sleep(options.stayMs(), undefined, { signal: options.signal });
  for (let attempt = 1; attempt <= exitAttempts; attempt++) if (await passLane(car, exit, options)) return "left";
  return "stuck";
}

/** Waits for its turn, is seen by the camera, and drives through when the boom goes up. */
function passLane(car: Car, lane: SimulatedLane, options: VisitOptions): Promise<boolean> {
  const turn = lane.last.catch(() => undefined).then(() => driveUp(car, lane, options));
  lane.last = turn;
  return turn;
}

async function driveUp(car: Car, lane: SimulatedLane, options: VisitOptions): Promise<boolean> {
  const { random, signal, driveMs, patienceMs, onAnswer } = options;
  const { plate, confidence } = readPlate(car.plate, options);
  const eventId = `${Date.now().toString(36)}-${process.pid.toString(36)}-${(events++).toString(36)}`;
  const sighting = { eventId, at: Date.now(), plate, confidence, vehicle: car.vehicle };
  const answer = await postUntilTaken(lane.cameraUrl, cameraMessage(lane.camera, sighting), signal);
  onAnswer({ at: Date.now(), laneId: lane.id, eventId, attempts: answer.attempts, answer: JSON.parse(answer.text) });
  if (!(await lane.barrier.waitUntilOpen(patienceMs))) return false;
  await sleep(driveMs * (0.2 + 0.2 * random()), undefined, { signal });
  lane.barrier.occupy(true);
  await sleep(driveMs * 0.6, undefined, { signal });
  lane.barrier.occupy(false);
  return true;
}

const misreadAs: Readonly<Record<string, string>> = { "8": "B", B: "8", "0": "D", "5": "S", "2": "Z", "6": "G" };

/** Most readings are right; of the wrong ones some have one character mistaken and some have nothing at all. */
function readPlate(plate: string, { random, misreads }: VisitOptions): { plate: string | null; confidence: number } {
  if (random() >= misreads) return { plate, confidence: 0.9 + random() * 0.099 };
  if (random() < 0.4) return { plate: null, confidence: 0 };
  const at = [...plate].findIndex((character, index) => index > 1 && Object.hasOwn(misreadAs, character));
  if (at < 0) return { plate, confidence: 0.55 };
  return { plate: plate.slice(0, at) + misreadAs[plate[at]!]! + plate.slice(at + 1), confidence: 0.6 + random() * 0.2 };
}
