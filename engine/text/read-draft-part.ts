import type { Diagnostic } from "../model/diagnostic.ts";
import { type Draft, readDraft } from "../model/draft.ts";
import { type JsonPlaces, type JsonProblem, readJsonText } from "./read-json-text.ts";

/** What a text says: a part of a draft, a JSON value that is not one, or no JSON. */
export type DraftPartRead<Part extends keyof Draft> =
  | { readonly kind: "part"; readonly value: Draft[Part]; readonly places: JsonPlaces }
  | { readonly kind: "wrongShape"; readonly diagnostics: readonly Diagnostic[]; readonly places: JsonPlaces }
  | { readonly kind: "notJson"; readonly problem: JsonProblem };

/** Reads a part of a draft from text. Paths of diagnostics begin inside the part. */
export function readDraftPart<Part extends keyof Draft>(part: Part, text: string, rest: Draft): DraftPartRead<Part> {
  const json = readJsonText(text);
  if (!json.ok) return { kind: "notJson", problem: json.problem };
  const { places } = json;
  const read = readDraft({ ...rest, [part]: json.value });
  if (read.ok) return { kind: "part", value: read.draft[part], places };
  const own = read.diagnostics.filter(({ path }) => path[0] === part || path.length === 0);
  if (own.length === 0) return { kind: "part", value: json.value as Draft[Part], places };
  return { kind: "wrongShape", diagnostics: own.map((found) => ({ ...found, path: found.path.slice(1) })), places };
}
