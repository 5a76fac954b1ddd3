import type { ConditionResult, RuleResult } from "./rule-document.ts";
import { seenLeaf } from "./trace-node.ts";
import { GROUP_WORDS, NAMED_WORDS, ORDERED_WORDS, type TracePlan } from "./trace-plan.ts";

/** May the plan run on these values? Objects and functions bring code of their own with them; what is absent is an error. */
export function isPlannedFor({ slots }: TracePlan, values: readonly unknown[]): boolean {
  for (let at = 0; at < slots.length; at += 1) {
    const value = values[slots[at]!];
    const isPlain =
      typeof value === "number" || typeof value === "string" || typeof value === "boolean" || value === null;
    if (!isPlain) return false;
  }
  return true;
}

/**
 * Working room of the run under way. A new one for each run would cost as much as the run: typed arrays are dear to
 * make. Nothing else can run before the loops have ended, because they call no code but their own.
 */
const room = { holds: new Uint8Array(512), places: new Int32Array(64), numbers: new Float64Array(64) };

/** What each rule of the plan saw, at its place. The values are those that {@link isPlannedFor} allows. */
export function runTracePlan(plan: TracePlan, values: readonly unknown[]): RuleResult[] {
  const { rules, nodeCount } = plan;
  if (room.holds.length < nodeCount) room.holds = new Uint8Array(nodeCount);
  const { holds } = room;
  const nodes = new Array<ConditionResult>(nodeCount);
  showNamed(plan, values, nodes);
  showOrdered(plan, values, nodes);
  showGroups(plan, nodes);
  const results = new Array<RuleResult>(plan.ruleCount);
  for (let at = 0; at < rules.length; at += 1) {
    const { place, event, priority, name } = rules[at]!;
    results[place] = { conditions: nodes[at]!, event, priority, name, result: answers[holds[at]!] };
  }
  return results;
}

const NONE = -1;

function showNamed({ named }: TracePlan, values: readonly unknown[], nodes: ConditionResult[]): void {
  const { steps, leaves, known, results, holds: prepared } = named;
  if (room.places.length < known.length) room.places = new Int32Array(known.length);
  const { holds, places } = room;
  for (let slot = 0; slot < known.length; slot += 1) places[slot] = known[slot]?.get(values[slot]) ?? NONE;
  for (let at = 0, leaf = 0; at < steps.length; at += NAMED_WORDS, leaf += 1) {
    const place = places[steps[at]!]!;
    const node = steps[at + 1]!;
    if (place === NONE) {
      const shown = seenLeaf(leaves[leaf]!, values[steps[at]!]);
      nodes[node] = shown;
      holds[node] = Number(shown.result);
      continue;
    }
    const result = steps[at + 2]! + place;
    nodes[node] = results[result]!;
    holds[node] = prepared[result]!;
  }
}

const answers = [false, true];

function showOrdered({ ordered }: TracePlan, values: readonly unknown[], nodes: ConditionResult[]): void {
  const { steps, leaves, heads, limits } = ordered;
  if (room.numbers.length < values.length) room.numbers = new Float64Array(values.length);
  const { holds, numbers } = room;
  for (let slot = 0; slot < values.length; slot += 1) {
    const value = values[slot];
    numbers[slot] = typeof value === "number" ? value : Number.NaN;
  }
  for (let at = 0, order = 0; at < steps.length; at += ORDERED_WORDS, order += 1) {
    const slot = steps[at]!;
    const node = steps[at + 1]!;
    const isAbove = steps[at + 2]!;
    const number = numbers[slot]!;
    const limit = limits[order]!;
    if (Number.isNaN(number)) {
      const shown = seenLeaf(leaves[order]!, values[slot]);
      nodes[node] = shown;
      holds[node] = Number(shown.result);
      continue;
    }
    // Without a branch: nobody can foresee how a comparison ends, the processor neither, and it pays for a wrong guess.
    const isPast = (Number(number < limit) & (1 - isAbove)) | (Number(limit < number) & isAbove);
    const holdsHere = isPast ^ steps[at + 3]!;
    holds[node] = holdsHere;
    const { operator, value, fact } = heads[order]!;
    nodes[node] = { operator, value, fact, factResult: values[slot], valueResult: value, result: answers[holdsHere] };
  }
}

function showGroups({ groups }: TracePlan, nodes: ConditionResult[]): void {
  const { steps, priorities } = groups;
  const { holds } = room;
  for (let at = 0, group = 0; at < steps.length; at += GROUP_WORDS, group += 1) {
    const node = steps[at]!;
    const first = steps[at + 1]!;
    const count = steps[at + 2]!;
    let held = 0;
    for (let part = first; part < first + count; part += 1) held += holds[part]!;
    const shown = listOf(nodes, first, count);
    const priority = priorities[group]!;
    if (steps[at + 3] === 1) {
      nodes[node] = { priority, all: shown };
      holds[node] = Number(held === count);
    } else {
      nodes[node] = { priority, any: shown };
      holds[node] = Number(held > 0 || count === 0);
    }
  }
}

/** A slice from `at` on; written out, a short one is made several times as fast. */
function listOf<Node>(nodes: readonly Node[], at: number, count: number): Node[] {
  switch (count) {
    case 1:
      return [nodes[at]!];
    case 2:
      return [nodes[at]!, nodes[at + 1]!];
    case 3:
      return [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!];
    case 4:
      return [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!, nodes[at + 3]!];
    case 5:
      return [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!, nodes[at + 3]!, nodes[at + 4]!];
    case 6:
      return [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!, nodes[at + 3]!, nodes[at + 4]!, nodes[at + 5]!];
    case 7:
      return [
        nodes[at]!,
        nodes[at + 1]!,
        nodes[at + 2]!,
        nodes[at + 3]!,
        nodes[at + 4]!,
        nodes[at + 5]!,
        nodes[at + 6]!,
      ];
    default:
      return nodes.slice(at, at + count);
  }
}
