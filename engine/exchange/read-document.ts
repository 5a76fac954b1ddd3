import type * as z from "zod/mini";
import type { Diagnostic } from "../model/diagnostic.ts";
import { isNestedDeeperThan } from "../model/nesting.ts";
import { shapeDiagnostics } from "../model/shape-diagnostics.ts";
import type { ExchangeNotes } from "./exchange-notes.ts";

/** Both standards stay under ten levels. */
const DOCUMENT_DEPTH_MAX = 30;

/**
 * A document of another standard in the shape that is asked for: undefined, with the reason in the notes, when it has
 * another. Fields that the shape does not know are named in the notes; those that are `null` count as absent.
 */
export function readDocument<Value>(
  input: unknown,
  schema: z.ZodMiniType<Value>,
  { notes, base = [] }: { notes: ExchangeNotes; base?: Diagnostic["path"] },
): Value | undefined {
  if (isNestedDeeperThan(input, DOCUMENT_DEPTH_MAX)) {
    notes.error("shape.tooDeep", base, { max: DOCUMENT_DEPTH_MAX });
    return undefined;
  }
  const given = withoutNulls(input);
  const read = schema.safeParse(given);
  if (!read.success) {
    for (const { code, path, params } of shapeDiagnostics(read.error.issues, base)) notes.error(code, path, params);
    return undefined;
  }
  for (const path of unknownFields(given, read.data, base)) notes.leftOut(path, String(path.at(-1)));
  return read.data;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutNulls(one)]));
}

/** Paths of what a schema has left out of the value that it read. */
function unknownFields(given: unknown, read: unknown, path: Diagnostic["path"]): Diagnostic["path"][] {
  if (Array.isArray(given) && Array.isArray(read)) {
    return given.flatMap((one, index) => unknownFields(one, read[index], [...path, index]));
  }
  if (!isObject(given) || !isObject(read)) return [];
  return Object.entries(given).flatMap(([key, one]) =>
    Object.hasOwn(read, key) ? unknownFields(one, read[key], [...path, key]) : [[...path, key.slice(0, 60)]],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
