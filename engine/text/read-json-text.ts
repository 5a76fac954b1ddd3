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
  try {
    reader.readAll();
  } catch (problem) {
    if (!(problem instanceof Unreadable)) throw problem;
    return { ok: false, problem: problem.problem };
  }
  return { ok: true, value: JSON.parse(text), places: reader.places };
}

/** The place of the value at a path, or of the nearest one that holds it where the text has none. */
export function placeOf(places: JsonPlaces, path: Path): JsonPlace {
  for (let length = path.length; length > 0; length -= 1) {
    const place = places.get(placeKey(path.slice(0, length)));
    if (place) return place;
  }
  return places.get(placeKey([])) ?? { from: 0, to: 0 };
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

class Unreadable extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem.code);
  }
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

class Reader {
  readonly places = new Map<string, JsonPlace>();
  private at = 0;

  constructor(private readonly text: string) {}

  readAll(): void {
    this.value([], undefined);
    this.skip();
    if (this.at < this.text.length) this.fail("afterEnd");
  }

  private value(path: Path, key: JsonPlace["key"]): void {
    this.skip();
    if (path.length > depthMax) this.fail("tooDeep");
    const from = this.at;
    const first = this.text[from];
    if (first === "{") this.object(path);
    else if (first === "[") this.array(path);
    else if (first === '"') this.string();
    else if (this.match(plainToken) === "") this.fail("unexpected");
    this.places.set(placeKey(path), { from, to: this.at, ...(key && { key }) });
  }

  private object(path: Path): void {
    const seen = new Set<string>();
    this.list("}", () => {
      const from = this.at;
      if (this.text[from] !== '"') this.fail("unexpected");
      const name = JSON.parse(this.string()) as string;
      if (seen.has(name)) this.fail("duplicateKey", from, name);
      seen.add(name);
      const key = { from, to: this.at };
      this.skip();
      this.take(":");
      this.value([...path, name], key);
    });
  }

  private array(path: Path): void {
    let index = 0;
    this.list("]", () => {
      this.value([...path, index], undefined);
      index += 1;
    });
  }

  private list(end: string, item: () => void): void {
    this.at += 1;
    this.skip();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      this.skip();
      item();
      this.skip();
      if (this.text[this.at] === end) break;
      this.take(",");
    }
    this.at += 1;
  }

  private string(): string {
    const from = this.at;
    const found = this.match(stringToken);
    if (found === "" || !isJson(found)) this.fail("badString", from);
    return found;
  }

  private take(token: string): void {
    if (this.text[this.at] !== token) this.fail("unexpected");
    this.at += 1;
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

  private fail(code: JsonProblem["code"], at = this.at, found?: string): never {
    anyToken.lastIndex = at;
    const token = found ?? anyToken.exec(this.text)?.[0] ?? "";
    const ends = at >= this.text.length;
    throw new Unreadable({ code: ends ? "unfinished" : code, at, found: token.slice(0, foundMax) });
  }
}
