import type { DecisionKind, FactValue } from "#contracts/decision.ts";
import { caughtAs } from "../caught-as.ts";
import { effectsOnly } from "../compile/compiled-rules.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import { feeFactIds, feeFacts, type QuotedFactId, type QuotedFee } from "../decide/fee-facts.ts";
import { otherwiseRuleId } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import { feeOf } from "../price/fee-of.ts";
import { priceStay } from "../price/price-stay.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { Stay } from "../price/stay.ts";
import type { RecordedPassage } from "./recorded-passage.ts";
import type { ReplayedOutcome } from "./replay-result.ts";
import type { SharedFacts } from "./shared-facts.ts";

/** What stops a passage from being decided again. */
export type Obstacle = { readonly why: "erased" } | { readonly why: "factMissing"; readonly fact: FactId };

/** A passage with the facts that {@link SharedFacts} took from it; `at`: when it was decided. */
type ReplayedCar = {
  readonly passage: RecordedPassage;
  readonly facts: readonly unknown[];
  readonly at: number;
};

/** One side of a replay: a bundle, with what is known beforehand of the facts that its conditions read. */
export class ReplayedBundle {
  readonly loaded: LoadedBundle;
  readonly laneIds: ReadonlySet<string>;
  readonly #names: readonly FactId[];
  /** By slot, where the shared facts have the value. */
  readonly #places: Int32Array;
  readonly #feeSlots: readonly { readonly slot: number; readonly fact: QuotedFactId }[];
  readonly #readsPersonal: boolean;
  readonly #needsNotices: boolean;
  readonly #decides: readonly boolean[];
  readonly #takes = (place: number): boolean => this.#decides[place]!;

  constructor(loaded: LoadedBundle, shared: SharedFacts) {
    this.loaded = loaded;
    this.laneIds = new Set(loaded.bundle.lanes.map(({ id }) => id));
    const { rules, matcher } = loaded.release;
    // A loaded bundle reads facts of the vocabulary only.
    this.#names = matcher.slots.names as readonly FactId[];
    this.#places = new Int32Array(this.#names.map((fact) => shared.placeOf(fact)));
    this.#feeSlots = feeFactIds.flatMap((fact) => {
      const slot = this.#names.indexOf(fact);
      return slot < 0 ? [] : [{ slot, fact }];
    });
    this.#readsPersonal = this.#names.some((fact) => factOf(fact).personal);
    const { turnRoundMinutes, maxStay } = loaded.bundle.tariff;
    const canNotice = turnRoundMinutes !== undefined || maxStay !== undefined;
    this.#needsNotices = canNotice && this.#names.includes("fee.notices");
    this.#decides = rules.map((rule) => rule.event.type !== effectsOnly);
  }

  /** The price of a stay under this bundle's tariff, or the code of the error that stops it. */
  quote(stay: Stay): QuotedFee | string {
    try {
      // Lines cost as much as the fee. Without payments and earlier visits the fee says all that rules can read of it.
      const isFeeAll = stay.paidMinor === undefined && stay.previousVisits === undefined && !this.#needsNotices;
      if (!isFeeAll) return priceStay(this.loaded.tariff, stay);
      return { feeMinor: feeOf(this.loaded.tariff, stay), currency: this.loaded.bundle.tariff.currency };
    } catch (error) {
      return caughtAs(QuoteError, error).code;
    }
  }

  /** The values of the facts that conditions read, with fees from the quote; or what the record lacks. */
  values({ passage, facts, at }: ReplayedCar, quote: QuotedFee | null, absentIsUnknown: boolean): unknown[] | Obstacle {
    if (this.#readsPersonal && passage.personalFacts === null) return { why: "erased" };
    const places = this.#places;
    const values = new Array<unknown>(places.length);
    for (let slot = 0; slot < places.length; slot += 1) {
      const place = places[slot]!;
      const value = place < 0 ? null : facts[place];
      if (value === undefined && !absentIsUnknown) return { why: "factMissing", fact: this.#names[slot]! };
      values[slot] = value === undefined ? null : value;
    }
    if (quote === null || this.#feeSlots.length === 0) return values;
    const fees: Readonly<Record<QuotedFactId, FactValue>> = feeFacts(quote, at);
    for (const { slot, fact } of this.#feeSlots) values[slot] = fees[fact];
    return values;
  }

  /** The place of the rule that decides; -1: none does. */
  decidingPlace(values: readonly unknown[]): number {
    return this.loaded.release.matcher.find(values, this.#takes);
  }

  kindOf(place: number): DecisionKind {
    return place < 0 ? "hold" : (this.loaded.release.rules[place]!.event.type as DecisionKind);
  }

  ruleIdOf(place: number): string {
    return place < 0 ? otherwiseRuleId : this.loaded.release.rules[place]!.name;
  }

  reasonOf(place: number): string {
    return place < 0 ? "noRule" : this.loaded.release.rules[place]!.event.params.reason!;
  }

  outcome(place: number, quote: QuotedFee | null): ReplayedOutcome {
    return {
      decision: this.kindOf(place),
      ruleId: this.ruleIdOf(place),
      reason: this.reasonOf(place),
      feeMinor: quote?.feeMinor ?? null,
    };
  }
}
