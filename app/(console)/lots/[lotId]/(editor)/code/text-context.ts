/** What stands at the cursor of a JSON text that may be half written. */
export type TextContext = {
  /** Path of the value at the cursor; of the object, where a key is being written. */
  readonly path: readonly (string | number)[];
  readonly expects: "key" | "value";
  /** The word being written, quotes included. */
  readonly from: number;
  readonly to: number;
  /** For each list or object on the way, outermost first, its plain members; that of the cursor is last. */
  readonly holders: readonly Readonly<Record<string, unknown>>[];
  /** True where a colon stands behind the word already. */
  readonly hasColon: boolean;
};

type Level = { readonly isObject: boolean; at: string | number; next: Next; readonly plain: Record<string, unknown> };
type Next = "key" | "colon" | "value" | "comma";

const tokens = /[{}[\],:]|"(?:[^"\\\n]|\\.)*"?|[^\s{}[\],:"]+/g;

/**
 * Where the cursor is in a JSON text. Mistakes in the text are passed over, since it is asked while somebody types. Null
 * where nothing can be written, as behind a finished value.
 */
export function textContext(text: string, cursor: number): TextContext | null {
  const levels: Level[] = [];
  let found: TextContext | null | undefined;
  for (const { 0: token, index: from } of text.matchAll(tokens)) {
    const to = from + token.length;
    const isWord = !"{}[],:".includes(token);
    if (found === undefined && (from >= cursor || (isWord && to >= cursor))) {
      const end = isUnfinished(token) ? cursor : to;
      const word = isWord && from < cursor ? { from, to: end } : { from: cursor, to: cursor };
      found = contextIn(levels, { ...word, hasColon: text.slice(word.to).trimStart().startsWith(":") });
    }
    read(token, levels);
  }
  return found === undefined ? contextIn(levels, { from: cursor, to: cursor, hasColon: false }) : found;
}

function contextIn(levels: readonly Level[], word: Pick<TextContext, "from" | "to" | "hasColon">): TextContext | null {
  const top = levels.at(-1);
  if (!top || top.next === "colon" || top.next === "comma") return null;
  const holders = levels.map(({ plain }) => plain);
  const path = levels.map(({ at }) => at);
  return { ...word, expects: top.next, holders, path: top.next === "key" ? path.slice(0, -1) : path };
}

/** Takes one token. The members of a list or object go on being collected behind the cursor. */
function read(token: string, levels: Level[]): void {
  const top = levels.at(-1);
  if (token === "{") levels.push({ isObject: true, at: "", next: "key", plain: {} });
  else if (token === "[") levels.push({ isObject: false, at: 0, next: "value", plain: {} });
  else if (token === "}" || token === "]") {
    levels.pop();
    const parent = levels.at(-1);
    if (parent) parent.next = "comma";
  } else if (!top) return;
  else if (token === ",") begin(top);
  else if (token === ":") top.next = "value";
  else if (top.isObject && top.next !== "value") {
    top.at = String(plainOf(token) ?? "");
    top.next = "colon";
  } else {
    top.plain[top.at] = plainOf(token);
    top.next = "comma";
  }
}

function begin(level: Level): void {
  level.next = level.isObject ? "key" : "value";
  level.at = typeof level.at === "number" ? level.at + 1 : "";
}

/** A string without its end runs to that of the line: what stands behind the cursor is not part of the word. */
function isUnfinished(token: string): boolean {
  return token.startsWith('"') && (token.length === 1 || !token.endsWith('"'));
}

function plainOf(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch {
    return undefined; // half written
  }
}
