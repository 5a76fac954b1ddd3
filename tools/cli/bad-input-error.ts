/** What the caller gave cannot be used; a line of words for each reason. */
export class BadInputError extends Error {
  override readonly name = "BadInputError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[], options?: { cause: unknown }) {
    super(lines.join("\n"), options);
    this.lines = lines;
  }
}
