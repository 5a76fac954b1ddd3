import type { RecordFrame } from "#contracts/record.ts";
import { VirtualTime } from "./virtual-time.ts";

/** Mistakes that a run can be made with, to show that the checks see them. */
export const plantedBugs = [
  "pubackTrusted",
  "acknowledgeBeforeCommit",
  "markNotContiguous",
  "openBeforeJournal",
  "commitsNotSynced",
  "pruneUnsafe",
  "restoredMarkIgnored",
] as const;
export type PlantedBug = (typeof plantedBugs)[number];

export type Opening = { readonly car: number; readonly hash: string };

/** How the network treats each message. */
export type Weather = {
  readonly loss: number;
  readonly double: number;
  readonly delayMinMs: number;
  readonly delayMaxMs: number;
};

export const fairWeather: Weather = { loss: 0, double: 0, delayMinMs: 5, delayMaxMs: 30 };

/** What all parts of one simulated run share: time, chance, the weather, and what an onlooker writes down. */
export class World {
  readonly time = new VirtualTime();
  readonly edgeId = "simedge01";
  readonly lotId = "sim-lot";
  weather: Weather = fairWeather;
  /** The gate's own log: the onlooker at the lane. */
  readonly openings: Opening[] = [];
  /** Every record that the edge's disk ever said it had, by serial. */
  readonly durable = new Map<number, RecordFrame>();
  /** Hash of every record that left the edge, by serial. */
  readonly sent = new Map<number, string>();
  /** Invariants that were seen broken on the way. */
  readonly violations: string[] = [];
  /** What happened, for whoever has to understand a seed. */
  readonly story: string[] = [];

  constructor(
    readonly random: () => number,
    readonly bug: PlantedBug | null,
  ) {}

  between(low: number, high: number): number {
    return low + (high - low) * this.random();
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  tell(line: string): void {
    this.story.push(`${(this.time.now / 1000).toFixed(3)} ${line}`);
  }

  violate(line: string): void {
    if (this.violations.length < 20) this.violations.push(`${(this.time.now / 1000).toFixed(3)} ${line}`);
  }

  hex(digits: number): string {
    let text = "";
    while (text.length < digits) text += Math.floor(this.random() * 16).toString(16);
    return text;
  }

  /** Carries a message: it may get lost, come twice, come late, and overtake another. */
  carry(deliver: () => void): void {
    const { loss, double, delayMinMs, delayMaxMs } = this.weather;
    const times = this.chance(double) ? 2 : 1;
    for (let i = 0; i < times; i++)
      if (!this.chance(loss)) this.time.after(this.between(delayMinMs, delayMaxMs), deliver);
  }
}
