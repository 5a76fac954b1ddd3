import { expect, test } from "vitest";
import { documentEntry, readGrants } from "./document-entry.ts";

const read = (items: unknown) => readGrants(documentEntry("京A41408", items).line);
const permit = { kind: "permit", from: null, until: null };

test("an item of a kind that is not known is skipped and counted, and the others count", () => {
  expect(read([permit, { kind: "voucher", worth: 7 }, "nonsense"])).toEqual({ items: [permit], skipped: 2 });
});

test("a field that is not known is passed over", () => {
  expect(read([{ ...permit, product: "staff", colour: "red" }])).toEqual({
    items: [{ ...permit, product: "staff" }],
    skipped: 0,
  });
});

test("an item that lacks what its kind needs, or names what no tariff can, counts for nothing", () => {
  const validation = { kind: "validation", type: "shop", from: 1, until: 2 };
  expect(read([validation, { ...validation, until: null }, { ...validation, type: "a shop" }])).toMatchObject({
    items: [validation],
    skipped: 2,
  });
});

test("what is no list of items is no entry", () => {
  expect([read([]), read({}), readGrants("{")]).toEqual([null, null, null]);
});
