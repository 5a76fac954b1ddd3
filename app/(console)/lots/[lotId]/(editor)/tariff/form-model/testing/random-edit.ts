import type { RateTable, Tariff } from "#engine/model/rate-table.ts";
import { addDays, edgesOf, moveEdge, splitBlock, stripsOf } from "../../day-strip.ts";
import { addLine } from "../../edit-lines.ts";
import { addTable, addVersion, removeTable } from "../../edit-tables.ts";
import { addNight, removeWindow } from "../../edit-windows.ts";
import { asVariant, newItem, withKey, withoutKey, withValue } from "../edit-object.ts";
import {
  boundsOf,
  type Entry,
  type Field,
  type FieldContext,
  type ObjectSpec,
  type Owner,
  type Place,
} from "../field.ts";
import { tariffSpec } from "../tariff-fields.ts";

type Edit = () => unknown;

/** Every single edit that the form offers on a tariff; values are drawn by `seed`. */
export function editsOf(tariff: Tariff, context: FieldContext, seed: number): Edit[] {
  const names = { day: "Day", night: "Night" };
  const withTable = (index: number, table: RateTable): Tariff => ({
    ...tariff,
    rateTables: tariff.rateTables.map((other, at) => (at === index ? table : other)),
  });
  const parts: Edit[] = [
    () => addTable(tariff, "More"),
    ...tariff.rateTables.flatMap((table, index): Edit[] => [
      () => removeTable(tariff, index),
      () => withTable(index, addNight(table, names, 500)),
      () => withTable(index, addDays(table, [6, 7], "Weekend")),
      ...stripsOf(table).flatMap((strip): Edit[] => [
        () => withTable(index, splitBlock(table, strip, "More")),
        ...edgesOf(strip).map((edge) => () => withTable(index, moveEdge(table, edge, (seed % 2_881) - 720))),
      ]),
      ...table.rateLineCollections.map((collection, at) => () => {
        const rateLines = addLine(collection.rateLines);
        return withTable(index, {
          ...table,
          rateLineCollections: table.rateLineCollections.with(at, { ...collection, rateLines }),
        });
      }),
      () => addVersion(tariff, index, "2026-05-01"),
      ...(table.rateLineCollections.length > 1
        ? table.rateLineCollections.map((_, at) => () => withTable(index, removeWindow(table, at)))
        : []),
    ]),
  ];
  // Whole parts come and go in one edit of four, so that what refers to them is tried.
  if (seed % 4 === 0) return parts;
  return [...objectEdits(tariffSpec, { owner: tariff, siblings: [], index: 0 }, context, seed)];
}

function objectEdits(spec: ObjectSpec, place: Place, context: FieldContext, seed: number): Edit[] {
  const { owner } = place;
  return Object.entries(spec.fields).flatMap(([key, entry]): Edit[] => {
    if (entry.field.kind === "fixed") return [];
    if (owner[key] === undefined) return [() => withKey(spec, place, key, context)];
    const inner = valueEdits(entry, owner[key], place, context, seed);
    const set = inner.map((edit) => () => withValue(owner, key, edit()));
    const removable = entry.optional && (entry.mayGo?.(place) ?? true);
    return removable ? [...set, () => withoutKey(spec, owner, key)] : set;
  });
}

function valueEdits(entry: Entry, value: unknown, place: Place, context: FieldContext, seed: number): Edit[] {
  const { field } = entry;
  switch (field.kind) {
    case "object":
      return objectEdits(field.spec, { ...place, owner: value as Owner }, context, seed);
    case "union": {
      const { spec } = field;
      const inner = { ...place, owner: value as Owner };
      const variant = spec.variants[String(inner.owner[spec.by])];
      const others = Object.keys(spec.variants).filter((each) => spec.fits?.(each, inner) ?? true);
      return [
        ...(variant ? objectEdits(variant, inner, context, seed) : []),
        ...others.map((each) => () => asVariant(spec, inner, each, context)),
      ];
    }
    case "list":
      return listEdits(field, value as unknown[], context, seed);
    case "choice":
      return [() => field.values[seed % field.values.length]];
    case "weekdays":
      return [() => [1 + (seed % 7)]];
    case "specialDays":
      return [() => [field.values[seed % field.values.length]]];
    case "table":
      return [() => context.tableIds[seed % context.tableIds.length]];
    case "words":
      return [() => [`w${seed % 9}`]];
    case "name":
      return [() => `Name ${seed % 9}`];
    case "dateTime":
      return [() => `2026-0${1 + (seed % 9)}-11T18:30`];
    case "date": {
      const { min, max } = boundsOf(entry, place);
      return [() => min ?? max ?? "2026-05-01"];
    }
    case "money":
    case "price":
    case "minutes":
    case "count":
    case "percent":
    case "time": {
      const { min, max } = boundsOf(entry, place) as { min: number; max: number };
      return min > max ? [] : [() => min + (seed % (Math.min(max, min + 5_000) - min + 1)), () => max, () => min];
    }
    default:
      return [];
  }
}

function listEdits(
  field: Extract<Field, { kind: "list" }>,
  items: readonly unknown[],
  context: FieldContext,
  seed: number,
): Edit[] {
  const inner: Entry = { field: field.item, optional: false, start: () => null };
  const isRoot = field.item.kind === "object" && ["table", "collection"].includes(field.item.spec.words);
  const grow = isRoot || items.length >= field.max ? [] : [() => [...items, newItem(field.item, context, items)]];
  const shrink =
    isRoot || items.length <= field.min
      ? []
      : items.map((_, index) => () => items.filter((_, other) => other !== index));
  const inside = items.flatMap((item, index) =>
    valueEdits(inner, item, { owner: {}, siblings: items, index }, context, seed).map(
      (edit) => () => items.map((other, at) => (at === index ? edit() : other)),
    ),
  );
  return [...grow, ...shrink, ...inside];
}
