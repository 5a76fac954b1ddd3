import type { Facts, FactValue } from "#contracts/decision.ts";
import { type PartialFacts, totalFacts } from "../model/facts.ts";

/**
 * Many situations in little room: by fact, the values that occur (the first is always unknown) and, by situation,
 * the place of its value. A list of places may be shorter than there are situations; what is missing is unknown.
 */
export type FactColumns = Readonly<
  Record<string, { readonly values: readonly FactValue[]; readonly places: readonly number[] }>
>;

/** Packs situations; facts that are unknown in all of them take no room. */
export function packFacts(situations: readonly Facts[]): FactColumns {
  const columns = new Map<string, Column>();
  for (const [row, facts] of situations.entries()) {
    for (const [id, value] of Object.entries(facts)) {
      if (value === null) continue;
      const column = columns.get(id) ?? new Column();
      columns.set(id, column);
      column.set(row, value);
    }
  }
  return Object.fromEntries([...columns].map(([id, { values, places }]) => [id, { values, places }]));
}

/** One of the packed situations, total over the vocabulary. */
export function unpackFacts(columns: FactColumns, row: number): Facts {
  const facts: Record<string, FactValue> = {};
  for (const [id, { values, places }] of Object.entries(columns)) facts[id] = values[places[row] ?? 0] ?? null;
  return totalFacts(facts as PartialFacts);
}

class Column {
  readonly values: FactValue[] = [null];
  readonly places: number[] = [];
  readonly #known = new Map<string, number>();

  set(row: number, value: FactValue): void {
    const name = JSON.stringify(value);
    const place = this.#known.get(name) ?? this.values.push(value) - 1;
    this.#known.set(name, place);
    while (this.places.length < row) this.places.push(0);
    this.places.push(place);
  }
}
