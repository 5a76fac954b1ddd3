import type { FactValue } from "#contracts/decision.ts";
import type { TraceCondition } from "#contracts/trace.ts";
import {
  type Certainty,
  type GroupStep,
  type LeafStep,
  type TraceStep,
  type TraceSteps,
  tracedLeaf,
} from "./trace-step.ts";

const NONE = -1;

/** Traces the conditions of one decision, rule by rule. */
export class ConditionTrace {
  readonly #values: readonly FactValue[];
  /** By slot, the place of its value among the foreseen ones. */
  readonly #places: readonly number[];
  #certainty: Certainty = "true";

  /** `values` by slot, unknown ones null. */
  constructor({ known }: TraceSteps, values: readonly unknown[]) {
    this.#values = values as readonly FactValue[];
    this.#places = known.map((places, slot) => places.get(values[slot]) ?? NONE);
  }

  /** Of the condition traced last. */
  get certainty(): Certainty {
    return this.#certainty;
  }

  trace(step: TraceStep): TraceCondition {
    return step.kind === "fact" ? this.#traceLeaf(step) : this.#traceGroup(step);
  }

  #traceLeaf(step: LeafStep): TraceCondition {
    const { slot, limitSlot, foreseen } = step;
    const place = this.#places[slot]!;
    const limit = limitSlot < 0 ? step.value : this.#values[limitSlot]!;
    const traced =
      foreseen === null || place === NONE ? tracedLeaf(step, this.#values[slot]!, limit) : foreseen[place]!;
    this.#certainty = traced.certainty;
    return traced.condition;
  }

  #traceGroup({ kind, parts }: GroupStep): TraceCondition {
    const conditions = new Array<TraceCondition>(parts.length);
    const isAll = kind === "all";
    // For `all`, one part that fails settles the group; for `any`, one that holds.
    const settling: Certainty = isAll ? "false" : "true";
    let result = isAll || parts.length === 0;
    let certainty: Certainty = result ? "true" : "false";
    for (let at = 0; at < parts.length; at += 1) {
      const condition = this.trace(parts[at]!);
      conditions[at] = condition;
      if (condition.result !== isAll) result = condition.result;
      if (this.#certainty === settling) certainty = settling;
      else if (this.#certainty === "unknown" && certainty !== settling) certainty = "unknown";
    }
    this.#certainty = certainty;
    return { kind, result, conditions };
  }
}
