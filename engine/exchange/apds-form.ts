import type { Diagnostic } from "../model/diagnostic.ts";

type Path = Diagnostic["path"];

/** A document in its one form, and how a path in that form reads in what was given. */
export type ApdsForm = { document: unknown; sourcePath: (path: Path) => Path };

/** What may be given besides a whole document: one rate table, a list of them, or a page of them. */
export function apdsForm(input: unknown): ApdsForm {
  if (Array.isArray(input)) return tables(input, (path) => path);
  if (typeof input === "object" && input !== null) {
    if ("rateLineCollections" in input) return tables([input], ([, ...path]) => path);
    if ("data" in input && Array.isArray(input.data)) return tables(input.data, (path) => ["data", ...path]);
  }
  return { document: input, sourcePath: (path) => path };
}

function tables(rateTables: unknown[], rest: (path: Path) => Path): ApdsForm {
  const sourcePath = ([first, ...path]: Path) => (first === undefined ? [] : rest(path));
  return { document: { rateTables }, sourcePath };
}
