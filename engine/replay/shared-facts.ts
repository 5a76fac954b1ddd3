import type { LoadedBundle } from "../compile/load-bundle.ts";
import { feeFactIds } from "../decide/fee-facts.ts";
import { type FactSlots, factSlots, loadFacts } from "../decide/rules/load-facts.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import type { RecordedPassage } from "./recorded-passage.ts";

/** The facts that conditions of either bundle read, taken from each record once; those of the fee are made anew. */
export class SharedFacts {
  readonly #slots: FactSlots;
  readonly #personal: readonly { readonly place: number; readonly fact: FactId }[];

  constructor(bundles: readonly LoadedBundle[]) {
    const names = new Set(bundles.flatMap(({ release }) => release.matcher.slots.names));
    for (const fact of feeFactIds) names.delete(fact);
    this.#slots = factSlots([...names]);
    const places = [...names].map((fact, place) => ({ place, fact: fact as FactId }));
    this.#personal = places.filter(({ fact }) => factOf(fact).personal);
  }

  /** Where {@link load} puts a fact; -1 for one of the fee. */
  placeOf(fact: FactId): number {
    return this.#slots.names.indexOf(fact);
  }

  /** The values by place; undefined for what the record does not hold. */
  load({ body, personalFacts }: RecordedPassage): unknown[] {
    const values = loadFacts(this.#slots, body.facts, "asGiven");
    for (const { place, fact } of this.#personal) values[place] = personalFacts?.[fact];
    return values;
  }
}
