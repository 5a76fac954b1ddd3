import { isSame } from "./table-overrides.ts";

type Orders = {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly next: readonly string[];
};

/**
 * The order of a list that two sides changed: that of the side which moved something, with what only the other has
 * standing behind what it stood behind there. `lead` says which side is followed where both moved things differently.
 */
export function mergeOrder({ base, mine, next }: Orders, lead: () => "mine" | "next"): string[] {
  const hasMoved = (side: readonly string[]) => !isSame(common(side, base), common(base, side));
  const [mineMoved, nextMoved] = [hasMoved(mine), hasMoved(next)];
  const disagree = mineMoved && nextMoved && !isSame(common(mine, next), common(next, mine));
  const leader = disagree ? lead() : mineMoved ? "mine" : "next";
  const [order, others] = leader === "mine" ? [[...mine], next] : [[...next], mine];
  others.forEach((key, place) => {
    if (!order.includes(key)) order.splice(order.indexOf(others[place - 1] ?? "") + 1, 0, key);
  });
  return order;
}

function common(these: readonly string[], those: readonly string[]): string[] {
  return these.filter((key) => those.includes(key));
}
