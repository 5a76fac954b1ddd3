import type { FactVariable } from "./fact-variable.ts";
import type { Formula, GroupFormula, PairFormula } from "./formulas.ts";

/** A formula holds in a whole domain, nowhere in it, or neither can be seen part by part. */
export type Truth = "yes" | "no" | "open";

/** What a domain says of a formula. Cheap, and never wrong: "open" may still turn out to be either. */
export function truthOf(formula: Formula, domain: Int32Array): Truth {
  switch (formula.kind) {
    case "always":
      return "yes";
    case "never":
      return "no";
    case "in": {
      const { variable, mask } = formula;
      if (variable.words === 1) {
        const word = domain[variable.offset]!;
        const inside = word & mask[0]!;
        return inside === 0 ? "no" : inside === word ? "yes" : "open";
      }
      let inside = 0;
      let outside = 0;
      for (let at = 0; at < variable.words; at += 1) {
        const word = domain[variable.offset + at]!;
        inside |= word & mask[at]!;
        outside |= word & ~mask[at]!;
      }
      if (inside === 0) return "no";
      return outside === 0 ? "yes" : "open";
    }
    case "pair":
      return truthOfPair(formula, domain);
    default:
      return truthOfGroup(formula, domain);
  }
}

function truthOfGroup({ kind, parts }: GroupFormula, domain: Int32Array): Truth {
  const [decisive, neutral]: [Truth, Truth] = kind === "all" ? ["no", "yes"] : ["yes", "no"];
  let result: Truth = neutral;
  for (const part of parts) {
    const truth = truthOf(part, domain);
    if (truth === decisive) return decisive;
    if (truth === "open") result = "open";
  }
  return result;
}

/** As {@link truthOf}, for two facts that are compared. */
export function truthOfPair({ left, right, rows }: PairFormula, domain: Int32Array): Truth {
  let some = false;
  let every = true;
  for (let bit = 0; bit < rows.length; bit += 1) {
    if (!isIn(domain, left, bit)) continue;
    const row = rows[bit]!;
    for (let at = 0; at < right.words; at += 1) {
      const word = domain[right.offset + at]!;
      if ((word & row[at]!) !== 0) some = true;
      if ((word & ~row[at]!) !== 0) every = false;
    }
    if (some && !every) return "open";
  }
  return some ? "yes" : "no";
}

function isIn(domain: Int32Array, { offset }: FactVariable, bit: number): boolean {
  return ((domain[offset + (bit >> 5)]! >>> (bit & 31)) & 1) === 1;
}
