import { expect, it } from "vitest";
import en from "#app/messages/en.json" with { type: "json" };
import zh from "#app/messages/zh-CN.json" with { type: "json" };
import type { Field, ObjectSpec } from "./field.ts";
import { tariffSpec } from "./tariff-fields.ts";

/** Every message key that the form asks for. */
function keysOf(field: Field): string[] {
  switch (field.kind) {
    case "object":
      return objectKeys(field.spec);
    case "union":
      return [
        `${field.spec.words}.label`,
        ...Object.entries(field.spec.variants).flatMap(([variant, spec]) => [
          `${field.spec.words}.${variant}`,
          ...objectKeys(spec),
        ]),
      ];
    case "list":
      return keysOf(field.item);
    case "choice":
      return field.values.map((value) => `values.${field.of}.${value}`);
    default:
      return [];
  }
}

function objectKeys(spec: ObjectSpec): string[] {
  return Object.entries(spec.fields).flatMap(([key, { field }]) =>
    field.kind === "fixed" ? [] : [`${spec.words}.${key}`, ...keysOf(field)],
  );
}

function at(words: unknown, key: string): unknown {
  return key.split(".").reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], words);
}

it.each([
  ["English", en.model],
  ["Chinese", zh.model],
])("has %s words for every key and choice of the model", (_, words) => {
  const missing = [...new Set(objectKeys(tariffSpec))].filter((key) => typeof at(words, key) !== "string");
  expect(missing).toEqual([]);
});
