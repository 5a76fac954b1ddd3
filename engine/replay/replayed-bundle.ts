import type { DecisionKind, FactValue } from "#contracts/decision.ts";
import { caughtAs } from "../caught-as.ts";
import { effectsOnly } from "../compile/compiled-rules.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import { feeFacts } from "../decide/fee-facts.ts";
import { loadFacts } from "../decide/rules/load-facts.ts";
import { otherwiseRuleId } from "../model/rule.ts";
import { type FactId, factOf } from "../model/vocabulary.ts";
import { priceStay } from "../price/price-stay.ts";
import type { Quote } from "../price/quote.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { Stay } from "../price/stay.ts";
import type { RecordedPassage } from "./recorded-passage.ts";
import type { ReplayedOutcome } from "./replay-result.ts";

const feeFactIds = ["fee.total", "fee.paid", "fee.due", "fee.currency", "fee.quotedAt"] as const;
type FeeFactId = (typeof feeFactIds)[number];

/** What stops a passage from being decided again. */
export type Obstacle = { readonly why: "erased" } | { readonly why: "factMissing"; readonly fact: FactId };

/** One side of a replay: a bundle, with what is known beforehand of the facts that its conditions read. */
export class ReplayedBundle {
  readonly loaded: LoadedBundle;
  readonly laneIds: ReadonlySet<string>;
  readonly readsFee: boolean;
  readonly #feeSlots: readonly { readonly slot: number; readonly fact: FeeFactId }[];
  readonly #personalSlots: readonly { readonly slot: number; readonly fact: FactId }[];
  readonly #decides: readonly boolean[];
  readonly #takes = (place: number): boolean => this.#decides[place]!;

  constructor(loaded: LoadedBundle) {
    this.loaded = loaded;
    this.laneIds = new Set(loaded.bundle.lanes.map(({ id }) => id));
    const { rules, matcher } = loaded.release;
    // A loaded bundle reads facts of the vocabulary only.
    const slots = matcher.slots.names.map((fact, slot) => ({ slot, fact: fact as FactId }));
    this.#feeSlots = slots.filter((read): read is { slot: number; fact: FeeFactId } => isFeeFact(read.fact));
    this.#personalSlots = slots.filter(({ fact }) => factOf(fact).personal);
    this.readsFee = this.#feeSlots.length > 0;
    this.#decides = rules.map((rule) => rule.event.type !== effectsOnly);
  }

  /** The price of a stay under this bundle's tariff, or the code of the error that stops it. */
  quote(stay: Stay): Quote | string {
    try {
      return priceStay(this.loaded.tariff, stay);
    } catch (error) {
      return caughtAs(QuoteError, error).code;
    }
  }

  /** The values of the facts that conditions read, with fees from `quote`; or what the record lacks. */
  values({ body, personalFacts }: RecordedPassage, quote: Quote | null, at: number, absentIsUnknown: boolean) {
    const { slots } = this.loaded.release.matcher;
    const values = loadFacts(slots, body.facts, "asGiven");
    for (const { slot, fact } of this.#personalSlots) {
      if (personalFacts === null) return { why: "erased" } satisfies Obstacle;
      values[slot] = personalFacts[fact];
    }
    const fees: Partial<Record<FeeFactId, FactValue>> = quote === null ? {} : feeFacts(quote, at);
    for (const { slot, fact } of this.#feeSlots) values[slot] = fees[fact] ?? null;
    for (let slot = 0; slot < values.length; slot += 1) {
      if (values[slot] !== undefined) continue;
      if (!absentIsUnknown) return { why: "factMissing", fact: slots.names[slot] as FactId } satisfies Obstacle;
      values[slot] = null;
    }
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

  outcome(place: number, quote: Quote | null): ReplayedOutcome {
    return {
      decision: this.kindOf(place),
      ruleId: this.ruleIdOf(place),
      reason: this.reasonOf(place),
      feeMinor: quote?.feeMinor ?? null,
    };
  }
}

function isFeeFact(fact: FactId): fact is FeeFactId {
  return (feeFactIds as readonly string[]).includes(fact);
}
