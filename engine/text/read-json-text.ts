/** Where a value of a JSON text stands, in UTF-16 offsets. A member of an object also knows its key's place. */
export type JsonPlace = { readonly from: number; readonly to: number; readonly key?: { from: number; to: number } };

/** The places of a text's values by path. */
export type JsonPlaces = ReadonlyMap<string, JsonPlace>;

/** Why a text is not one JSON value. `at` is the offset of the first thing that cannot stand there. */
export type JsonProblem = {
  readonly code: "unexpected" | "unfinished" | "badString" | "duplicateKey" | "tooDeep" | "afterEnd";
  readonly at: number;
  /** What stands there, or the key that stands twice; empty at the end of the text. */
  readonly found: string;
};

export type JsonText =
  | { readonly ok: true; readonly value: unknown; readonly places: JsonPlaces }
  | { readonly ok: false; readonly problem: JsonProblem };

type Path = readonly (string | number)[];

const depthMax = 64;
const foundMax = 20;

/**
 * Reads a JSON text and remembers where each value stands, so that what is found in the value can be shown in the text.
 * Stricter than `JSON.parse` in one thing: a key that stands twice in an object is refused, because reading it would
 * lose the first value.
 */
export function readJsonText(text: string): JsonText {
  const reader = new Reader(text);
  reader.readAll();
  if (reader.problem) return { ok: false, problem: reader.problem };
  return { ok: true, value: JSON.parse(text), places: reader.places };
}

/** The place of the value at a path, or of the nearest one that holds it where the text has none. */
export function placeOf(places: JsonPlaces, path: Path): JsonPlace {
  let held = path;
  while (held.length > 0 && !places.has(placeKey(held))) held = held.slice(0, -1);
  return places.get(placeKey(held))!;
}

/** Line and column of an offset, both from 1. */
export function lineColumnOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

function placeKey(path: Path): string {
  return path.map((part) => JSON.stringify(String(part))).join(",");
}

const spaces = /[ \t\r\n]*/y;
const stringToken = /"(?:[^"\\]|\\[\s\S])*"/y;
const plainToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** What stands at a place, for a person: a word, or one character. */
const anyToken = /[\p{L}\p{N}_$.+-]+|[\s\S]/uy;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // a line break or a made-up escape
  }
}

/** Reads up to the first problem: from there on everything is false. */
class Reader {
  readonly places = new Map<string, JsonPlace>();
  problem: JsonProblem | undefined;
  private at = 0;

  constructor(private readonly text: string) {}

  readAll(): void {
    if (!this.value([], undefined)) return;
    this.skip();
    if (this.at < this.text.length) this.fail("afterEnd");
  }

  private value(path: Path, key: JsonPlace["key"]): boolean {
    this.skip();
    if (path.length > depthMax) return this.fail("tooDeep");
    const from = this.at;
    if (!this.token(path)) return false;
    this.places.set(placeKey(path), { from, to: this.at, ...(key && { key }) });
    return true;
  }

  private token(path: Path): boolean {
    const first = this.text[this.at];
    if (first === "{") return this.object(path);
    if (first === "[") return this.array(path);
    if (first === '"') return this.string();
    return this.match(plainToken) !== "" || this.fail("unexpected");
  }

  private object(path: Path): boolean {
    const seen = new Set<string>();
    return this.list("}", () => {
      const from = this.at;
      if (this.text[from] !== '"') return this.fail("unexpected");
      if (!this.string()) return false;
      const key = { from, to: this.at };
      const name = JSON.parse(this.text.slice(from, this.at)) as string;
      if (seen.has(name)) return this.fail("duplicateKey", from, name);
      seen.add(name);
      this.skip();
      return this.take(":") && this.value([...path, name], key);
    });
  }

  private array(path: Path): boolean {
    let index = 0;
    return this.list("]", () => {
      index += 1;
      return this.value([...path, index - 1], undefined);
    });
  }

  private list(end: string, item: () => boolean): boolean {
    this.at += 1;
    this.skip();
    if (this.text[this.at] === end) return this.take(end);
    for (;;) {
      this.skip();
      if (!item()) return false;
      this.skip();
      if (this.text[this.at] === end) return this.take(end);
      if (!this.take(",")) return false;
    }
  }

  private string(): boolean {
    const from = this.at;
    const found = this.match(stringToken);
    return (found !== "" && isJson(found)) || this.fail("badString", from);
  }

  private take(token: string): boolean {
    if (this.text[this.at] !== token) return this.fail("unexpected");
    this.at += 1;
    return true;
  }

  private skip(): void {
    this.match(spaces);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private fail(code: JsonProblem["code"], at = this.at, found?: string): false {
    anyToken.lastIndex = at;
    const token = found ?? anyToken.exec(this.text)?.[0] ?? "";
    const ends = at >= this.text.length;
    this.problem = { code: ends ? "unfinished" : code, at, found: token.slice(0, foundMax) };
    return false;
  }
}
