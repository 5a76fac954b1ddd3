import type { RuleOnFact } from "./index-column.ts";

/** A row of bits for each class of values; a rule's bit is set where the class leaves it possible. `everyRule`: a row with all. */
type Table = { readonly bits: Int32Array; readonly everyRule: Int32Array };

/**
 * The rows of the number classes: below the first number, the first, between it and the second, ... above the last.
 * Row follows row with only the rules turned whose answer changes there, so the work grows with the constants and not
 * with constants times rules.
 */
export function fillNumberRows(table: Table, rules: readonly RuleOnFact[], numbers: readonly number[]): void {
  const classOf = new Map(numbers.map((number, at) => [number, at * 2 + 1]));
  const turns = new Map<number, number[]>();
  for (const { place, numbers: own, holds } of rules) {
    let held = true;
    numberSamples(own).forEach((sample, at) => {
      const holdsHere = holds(sample);
      if (holdsHere !== held) add(turns, at === 0 ? 0 : classOf.get(own[(at - 1) >> 1]!)! + ((at - 1) & 1), place);
      held = holdsHere;
    });
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
  const otherText = textOutside(new Set(values));
  const otherRow = table.everyRule.slice();
  const naming = new Map<unknown, RuleOnFact[]>();
  for (const rule of rules) {
    setBit(otherRow, rule.place, rule.holds(otherText));
    for (const value of new Set(rule.hasOrder ? values : rule.others)) add(naming, value, rule);
  }
  values.forEach((value, at) => {
    const row = otherRow.slice();
    for (const { place, holds } of naming.get(value) ?? []) setBit(row, place, holds(value));
    setRow(table, firstRow + at, row);
  });
  setRow(table, firstRow + values.length, otherRow);
}

function setRow({ bits, everyRule }: Table, at: number, row: Int32Array): void {
  bits.set(row, at * everyRule.length);
}

/** A value of each class that these numbers tell apart. Where floats leave nothing between two, a neighbour stands in. */
function numberSamples(numbers: readonly number[]): number[] {
  if (numbers.length === 0) return [0];
  const samples: number[] = [-Infinity];
  numbers.forEach((number, at) => {
    const next = numbers[at + 1] ?? Infinity;
    samples.push(number, number / 2 + next / 2);
  });
  return samples;
}

function textOutside(constants: ReadonlySet<unknown>): string {
  let text = "other";
  while (constants.has(text)) text += "-";
  return text;
}

function setBit(row: Int32Array, place: number, isSet: boolean): void {
  const bit = 1 << (place & 31);
  if (isSet) row[place >> 5]! |= bit;
  else row[place >> 5]! &= ~bit;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
