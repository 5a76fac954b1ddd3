import { leavesPossible, type RuleOnFact } from "./rule-on-fact.ts";

/**
 * A row of bits for each class of values of the fact in this slot; a rule's bit is set where the class leaves it
 * possible. `everyRule`: a row with all. `values`: room for trying values out.
 */
type Table = {
  readonly bits: Int32Array;
  readonly everyRule: Int32Array;
  readonly slot: number;
  readonly values: unknown[];
};

/**
 * The rows of the number classes: below the first number, the first, between it and the second, ... above the last.
 * Row follows row with only the rules turned whose answer changes there, so the work grows with the constants and not
 * with constants times rules.
 */
export function fillNumberRows(table: Table, rules: readonly RuleOnFact[], numbers: readonly number[]): void {
  const classOf = new Map<number, number>();
  for (let at = 0; at < numbers.length; at += 1) classOf.set(numbers[at]!, at * 2 + 1);
  const turns = new Map<number, number[]>();
  for (const rule of rules) {
    const { place, numbers: own } = rule;
    const samples = numberSamples(own);
    let held = true;
    for (let at = 0; at < samples.length; at += 1) {
      const holdsHere = leavesPossible(rule, table.slot, samples[at], table.values);
      if (holdsHere !== held) add(turns, at === 0 ? 0 : classOf.get(own[(at - 1) >> 1]!)! + ((at - 1) & 1), place);
      held = holdsHere;
    }
  }
  const row = table.everyRule.slice();
  for (let at = 0; at <= numbers.length * 2; at += 1) {
    for (const place of turns.get(at) ?? []) row[place >> 5]! ^= 1 << (place & 31);
    setRow(table, at, row);
  }
}

/**
 * The rows of the other values, and after them that of every other text: there a rule answers as it does for anything
 * it does not name, unless it orders.
 */
export function fillDiscreteRows(
  table: Table,
  rules: readonly RuleOnFact[],
  { values, firstRow }: { readonly values: readonly unknown[]; readonly firstRow: number },
): void {
  const { everyRule, slot } = table;
  const otherText = textOutside(new Set(values));
  const otherRow = everyRule.slice();
  const naming = new Map<unknown, RuleOnFact[]>();
  for (const rule of rules) {
    setBit(otherRow, rule.place, leavesPossible(rule, slot, otherText, table.values));
    for (const value of rule.hasOrder ? values : rule.others) add(naming, value, rule);
  }
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    setRow(table, firstRow + at, otherRow);
    const start = (firstRow + at) * everyRule.length * 32;
    for (const rule of naming.get(value) ?? []) {
      setBit(table.bits, start + rule.place, leavesPossible(rule, slot, value, table.values));
    }
  }
  setRow(table, firstRow + values.length, otherRow);
}

function setRow({ bits }: Table, at: number, row: Int32Array): void {
  const start = at * row.length;
  for (let word = 0; word < row.length; word += 1) bits[start + word] = row[word]!;
}

/** A value of each class that these numbers tell apart. Where floats leave nothing between two, a neighbour stands in. */
function numberSamples(numbers: readonly number[]): number[] {
  if (numbers.length === 0) return [0];
  const samples: number[] = [-Infinity];
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at]!;
    const next = numbers[at + 1] ?? Infinity;
    samples.push(number, number / 2 + next / 2);
  }
  return samples;
}

function textOutside(constants: ReadonlySet<unknown>): string {
  let text = "other";
  while (constants.has(text)) text += "-";
  return text;
}

function setBit(bits: Int32Array, place: number, isSet: boolean): void {
  const bit = 1 << (place & 31);
  if (isSet) bits[place >> 5]! |= bit;
  else bits[place >> 5]! &= ~bit;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
