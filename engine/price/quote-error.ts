/**
 * Why a stay has no price. `path` leads to the value of the stay (or of the tariff) that is to blame.
 *
 * Codes: `stay.invalid`, `stay.exitBeforeEntry`, `stay.tooLong`, `stay.outsideClock`, `tariff.invalid`,
 * `tariff.noRateTable`, `fee.tooLarge`.
 */
export class QuoteError extends Error {
  override readonly name = "QuoteError";
  readonly code: string;
  readonly path: ReadonlyArray<string | number>;

  constructor(code: string, path: ReadonlyArray<string | number>, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}
