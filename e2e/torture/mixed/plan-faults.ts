import { seededRandom } from "#edge-runner/simulator/seeded-random.ts";

/** What can go wrong, and how many of a hundred faults are of this kind. */
const shares = {
  killEdge: 19,
  killIngest: 11,
  killBroker: 9,
  killPostgres: 8,
  carrierLost: 7,
  hole: 9,
  loss: 7,
  slow: 5,
  diskFull: 8,
  clockJump: 6,
  messagesDoubled: 4,
  messagesSwapped: 3,
  messagesTakenAndLost: 4,
} as const;
export type FaultKind = keyof typeof shares;
export const faultKinds = Object.keys(shares) as FaultKind[];

export type Fault = {
  readonly kind: FaultKind;
  /** It begins when so many passages are over. */
  readonly at: number;
  /** Number of the edge that it hits; the cloud and the links are everybody's. */
  readonly edge: number;
  /** Which of the two uplinks it hits. */
  readonly uplinks: readonly number[];
  readonly direction: "up" | "down" | "both";
  readonly ms: number;
  /** Share of packets or messages that it hits. */
  readonly share: number;
  /** What the wall clock jumps to, as libfaketime takes it. */
  readonly clock: string;
};

const clocks = ["+1h", "-2h", "+3d", "-20m", "+0", "@1970-01-01 00:10:00"];
const directions = ["up", "down", "both"] as const;
/** Longest, by kind; a fault lasts at least a quarter of that. */
const longestMs: Partial<Record<FaultKind, number>> = { diskFull: 8_000, hole: 25_000, carrierLost: 12_000 };
const otherwiseLongestMs = 15_000;

export type PlanOptions = {
  readonly seed: number;
  readonly faults: number;
  readonly passages: number;
  readonly edges: number;
  /** All of them, unless a control needs certain ones. */
  readonly kinds?: readonly FaultKind[];
};

/** The faults of a run, in the order in which they begin: the kinds in their shares, mixed by the seed alone. */
export function planFaults({ seed, faults, passages, edges, kinds = faultKinds }: PlanOptions): Fault[] {
  const random = seededRandom(seed);
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  return shuffledKinds(kinds, faults, random).map((kind, index) => {
    const longest = longestMs[kind] ?? otherwiseLongestMs;
    return {
      kind,
      at: Math.floor(((index + random()) / faults) * passages),
      edge: Math.floor(random() * edges),
      uplinks: oneOf([[0], [1], [0, 1]]),
      direction: oneOf(directions),
      ms: Math.round(longest * (0.25 + 0.75 * random())),
      share: Math.round((0.05 + 0.25 * random()) * 100) / 100,
      clock: oneOf(clocks),
    };
  });
}

function shuffledKinds(of: readonly FaultKind[], count: number, random: () => number): FaultKind[] {
  const deck = of.flatMap((kind) => Array.from({ length: shares[kind] }, () => kind));
  const kinds: FaultKind[] = [];
  // the kinds spread evenly over any number of faults, then no order among them is left
  for (let i = 0; i < count; i++) kinds.push(deck[Math.floor(((i + 0.5) * deck.length) / count) % deck.length]!);
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [kinds[i], kinds[j]] = [kinds[j]!, kinds[i]!];
  }
  return kinds;
}

/** One line that tells a fault. */
export function tellFault({ kind, at, edge, uplinks, direction, ms, share, clock }: Fault): string {
  const where = {
    killEdge: `edge ${edge}`,
    killIngest: "",
    killBroker: "",
    killPostgres: "",
    carrierLost: `uplink ${uplinks.join(" and ")}, ${ms} ms`,
    hole: `uplink ${uplinks.join(" and ")}, ${direction}, ${ms} ms`,
    loss: `uplink ${uplinks.join(" and ")}, ${share}, ${ms} ms`,
    slow: `uplink ${uplinks.join(" and ")}, ${ms} ms`,
    diskFull: `edge ${edge}, ${ms} ms`,
    clockJump: `edge ${edge}, ${clock}`,
    messagesDoubled: `${share}, ${ms} ms`,
    messagesSwapped: `${share}, ${ms} ms`,
    messagesTakenAndLost: `${share}, ${ms} ms`,
  }[kind];
  return `${at}: ${kind} ${where}`.trim();
}
