import { describe, expect, it } from "vitest";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { decideRelease } from "../decide/decide.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { type FactId, factIds } from "../model/vocabulary.ts";
import { changeOf, diffRules } from "./diff-rules.ts";
import { possibleLanes, possibleSituations } from "./situations.ts";
import { pick, randomSource } from "./testing/random-source.ts";
import { editedRules, smallWorld } from "./testing/small-world.ts";
import { compiledTest, regionTest } from "./testing/try-everything.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS) || 100;
/** Pairs of which a bounded search finds a vehicle that is treated differently, and not how far the difference goes. */
const regionSeeds = [69, 101, 130];
const firstSeed = Number(process.env.LIFTGATE_PROPERTY_SEED) || 1;

/** With a bound on the search what is said is still so; only what is not said may be open, and then that is said. */
function check(seed: number, branchesMax?: number): { differing: number; equal: number; open: number } {
  const random = randomSource(seed);
  const size = { facts: 6, rulesMax: random() < 0.1 ? 60 : 8, situationsMax: pick(random, [300, 300, 1_000, 3_000]) };
  const world = smallWorld(random, size);
  const after = editedRules(random, world, 3);
  const bound = branchesMax === undefined ? {} : { branchesMax };
  const { differences, undecided } = diffRules(world.rules, after, { lanes: world.lanes, ...bound });
  if (branchesMax === undefined) expect(undecided).toEqual([]);

  const [one, other] = [world.rules, after].map((rules) => prepareRelease(compileReleaseRules(rules)));
  const read = new Set<FactId>(["lane.id", "lane.direction", ...world.facts.map(({ fact }) => fact)]);
  const isHere = compiledTest({ all: [possibleLanes(world.lanes, false), ...possibleSituations(read)] });
  const regions = differences.map(({ region }) => regionTest(region));
  const wrong: unknown[] = [];
  let differing = 0;
  for (const facts of world.situations.filter(isHere)) {
    const change = changeOf(decideRelease(one!, facts), decideRelease(other!, facts));
    const inside = regions.filter((holds) => holds(facts)).length;
    const isLeftOpen = inside === 0 && undecided.length > 0;
    if (!isLeftOpen && inside !== (change === null ? 0 : 1)) wrong.push({ inside, change, facts });
    if (change !== null) differing += 1;
  }
  expect(wrong.slice(0, 2)).toEqual([]);

  const isPossible = compiledTest({
    all: [possibleLanes(world.lanes, false), ...possibleSituations(new Set(factIds))],
  });
  for (const [index, { changed, witness }] of differences.entries()) {
    const decisions = [decideRelease(one!, witness.facts), decideRelease(other!, witness.facts)];
    expect(decisions).toEqual([witness.before, witness.after]);
    expect(changeOf(witness.before, witness.after)).toBe(changed);
    expect(isPossible(witness.facts)).toBe(true);
    expect(regions[index]!(witness.facts)).toBe(true);
  }
  return { differing, equal: differing === 0 ? 1 : 0, open: undecided.length };
}

describe("diffRules, against trying every situation", () => {
  it(`finds every difference once and nothing else in ${runs} pairs from seed ${firstSeed}`, () => {
    let [differing, equal] = [0, 0];
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      try {
        const tried = check(seed);
        differing += tried.differing;
        equal += tried.equal;
      } catch (cause) {
        throw new Error(`with LIFTGATE_PROPERTY_SEED=${seed}`, { cause });
      }
    }
    if (runs >= 100) expect(Math.min(differing, equal)).toBeGreaterThan(0);
  }, 1_200_000);

  it.each([0, 1, 2, 3])(
    "says what it leaves open after %i alternatives, and nothing wrong",
    (branchesMax) => {
      let open = 0;
      const seeds = Array.from({ length: Math.ceil(runs / 2) }, (_, index) => firstSeed + index);
      for (const seed of [...seeds, ...regionSeeds]) {
        try {
          open += check(seed, branchesMax).open;
        } catch (cause) {
          throw new Error(`with LIFTGATE_PROPERTY_SEED=${seed}`, { cause });
        }
      }
      expect(open).toBeGreaterThan(0);
    },
    1_200_000,
  );
});
