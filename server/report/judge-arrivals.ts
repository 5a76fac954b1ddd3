import { limits } from "#contracts/limits.ts";
import { addRange, type Held, isHeld } from "#contracts/ranges.ts";
import type { RecordFrame } from "#contracts/record.ts";

/** What a chain needs to know of a record that is held. */
export type Link = {
  readonly hash: string;
  /** null for the mark, whose neighbour before it is held. */
  readonly previousHash: string | null;
};

export type StreamSide = {
  readonly held: Held;
  /** Hash of the epoch's opening statement, once the edge has said it: what record 1 must follow. */
  readonly openHash: string | null;
  /** Links of held records, as far as {@link linksNeeded} asked for them. */
  readonly links: ReadonlyMap<number, Link>;
};

type Refusal = "fork" | "brokenChain";

export type Verdict<Arrival> = {
  readonly accepted: readonly Arrival[];
  readonly duplicates: readonly Arrival[];
  readonly refused: readonly { readonly arrival: Arrival; readonly why: Refusal }[];
  /** Left for later, unacknowledged: one island more than an acknowledgement can name. */
  readonly deferred: readonly Arrival[];
  readonly held: Held;
};

/** Serials whose links are needed to judge these arrivals: those said again, and held neighbours of new ones. */
export function linksNeeded(held: Held, serials: readonly number[]): number[] {
  const needed = new Set<number>();
  for (const n of serials) {
    const around = isHeld(held, n) ? [n] : [n - 1, n + 1];
    for (const one of around) if (one >= 1 && isHeld(held, one)) needed.add(one);
  }
  return [...needed];
}

/**
 * Judges records of one stream that arrived, in any order: new ones that fit the chain are accepted, ones that are held
 * are duplicates, and one that contradicts what is held is refused, for what was committed first stays.
 */
export function judgeArrivals<Arrival extends { readonly frame: RecordFrame }>(
  side: StreamSide,
  arrivals: readonly Arrival[],
): Verdict<Arrival> {
  const links = new Map(side.links);
  const accepted: Arrival[] = [];
  const duplicates: Arrival[] = [];
  const refused: { arrival: Arrival; why: Refusal }[] = [];
  const deferred: Arrival[] = [];
  let held = side.held;
  for (const arrival of [...arrivals].sort((a, b) => a.frame.n - b.frame.n)) {
    const { n, hash, previousHash } = arrival.frame;
    if (isHeld(held, n)) {
      if (links.get(n)?.hash === hash) duplicates.push(arrival);
      else refused.push({ arrival, why: "fork" });
      continue;
    }
    const before = n === 1 ? side.openHash : (links.get(n - 1)?.hash ?? null);
    const after = links.get(n + 1)?.previousHash ?? null;
    if ((before !== null && before !== previousHash) || (after !== null && after !== hash)) {
      refused.push({ arrival, why: "brokenChain" });
      continue;
    }
    const wider = addRange(held, n, n);
    if (wider.have.length > limits.rangesMax) {
      deferred.push(arrival);
      continue;
    }
    held = wider;
    links.set(n, { hash, previousHash });
    accepted.push(arrival);
  }
  return { accepted, duplicates, refused, deferred, held };
}
