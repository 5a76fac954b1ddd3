import type { Facts } from "#contracts/decision.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { effectsOnly } from "../compile/compiled-rules.ts";
import { prepareRelease } from "../decide/prepare-release.ts";
import { loadFacts } from "../decide/rules/load-facts.ts";
import { otherwiseRuleId, type ReleaseRules } from "../model/rule.ts";

/** How many of some situations a rule's conditions meet, and in how many of them it is the one that decides. */
export type RuleReach = { readonly matched: number; readonly decided: number };

/**
 * What rules would do to situations that were seen, by rule; the fixed otherwise stands under its own id. The rules must
 * be sound (`checkRules`). Pure, and quick enough to be asked at every key for some thousands of situations.
 */
export function ruleReach(rules: ReleaseRules, situations: readonly Facts[]): ReadonlyMap<string, RuleReach> {
  const release = prepareRelease(compileReleaseRules(rules));
  const matched = new Int32Array(release.rules.length);
  const decided = new Int32Array(release.rules.length);
  let undecided = 0;
  for (const facts of situations) {
    let isOpen = true;
    release.matcher.find(loadFacts(release.matcher.slots, facts, "null"), (place) => {
      matched[place]! += 1;
      if (isOpen && release.rules[place]!.event.type !== effectsOnly) {
        decided[place]! += 1;
        isOpen = false;
      }
      return false;
    });
    if (isOpen) undecided += 1;
  }
  const reach = release.rules.map(({ name }, place) => {
    return [name, { matched: matched[place]!, decided: decided[place]! }] as const;
  });
  return new Map([...reach, [otherwiseRuleId, { matched: undecided, decided: undecided }]]);
}
