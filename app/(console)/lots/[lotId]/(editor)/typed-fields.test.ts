import { expect, it } from "vitest";
import { type LastEdit, nextEdit, noEdit } from "./typed-fields.ts";

const table = {
  lines: [
    { id: "a", price: 100, until: 60 },
    { id: "b", price: 50, until: null },
  ],
  note: "x",
};
const [a, b] = [table.lines[0]!, table.lines[1]!];
const withPrice = (price: number) => ({ ...table, lines: [{ ...a, price }, b] });

/** Which of the edits, half a second apart, join the one before. */
function joins(...states: unknown[]): boolean[] {
  let last: LastEdit = noEdit;
  return states.slice(1).map((state, index) => {
    const edit = nextEdit(last, 5_000 + index * 500, states[index], state);
    last = edit;
    return edit.joins;
  });
}

it("joins keys typed into one field, and a neighbour that moves with it", () => {
  expect(joins(table, withPrice(1), withPrice(12), withPrice(120))).toEqual([false, true, true]);
  const until = (end: number) => ({
    ...table,
    lines: [
      { ...a, until: end },
      { ...b, price: end },
    ],
  });
  expect(joins(table, until(7), until(75))).toEqual([false, true]);
});

it("keeps two fields, and what was typed later, apart", () => {
  expect(joins(table, withPrice(1), { ...withPrice(1), note: "y" })).toEqual([false, false]);
  const first = nextEdit(noEdit, 5_000, table, withPrice(1));
  expect(nextEdit(first, 6_000, withPrice(1), withPrice(12)).joins).toBe(false);
});

it("never joins acts: what comes, goes or moves is undone by itself", () => {
  const moved = { ...table, lines: [b, a] };
  expect(joins(table, moved, table, moved)).toEqual([false, false, false]);
  const fewer = { ...table, lines: [a] };
  expect(joins(table, fewer, { ...table, lines: [] })).toEqual([false, false]);
  expect(joins({ id: "a" }, { id: "b" }, { id: "c" })).toEqual([false, false]);
  expect(joins({ limit: 1 }, { limit: { fact: "x" } }, { limit: 2 })).toEqual([false, false]);
});
