/** Steps from child to child; null for a path that json-rules-engine takes and that never finds anything. */
export type FactSteps = readonly string[] | null;

/**
 * The steps of a path into a fact's value: `$.a.b`, `a.b`, `$['a'][0]`. Only steps to a child; wildcards, filters,
 * slices, parents and expressions are refused: three times in a year they were a way to run code. A path that begins
 * with a dot or a bracket instead of `$` finds nothing, as in the library's own reader.
 */
export function parseFactPath(path: string): FactSteps | "refused" {
  const steps: string[] = [];
  const isRooted = /^[^.[]/.test(path);
  let rest = isRooted && !path.startsWith("$") ? `.${path}` : path.replace(/^\$/, "");
  while (rest !== "") {
    const found = oneStep.exec(rest);
    if (!found) return "refused";
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4]!);
    rest = rest.slice(found[0].length);
  }
  return isRooted ? steps : null;
}

const oneStep =
  /^(?:\.([\p{L}\p{N}_][\p{L}\p{N}_-]*)|\['([^'"`\\*?@^~$(),:]+)'\]|\["([^'"`\\*?@^~$(),:]+)"\]|\[(0|[1-9]\d{0,9})\])/u;

/** The value at the end of the steps, by own properties; undefined when a step is missing. A value that is no object stays itself. */
export function followPath(value: unknown, steps: FactSteps): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (steps === null) return undefined;
  let at: unknown = value;
  for (const step of steps) {
    if (!at || !Object.hasOwn(Object(at), step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}
