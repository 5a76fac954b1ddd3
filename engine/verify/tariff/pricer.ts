import { caughtAs } from "../../caught-as.ts";
import { DAY_MS } from "../../model/local-time.ts";
import type { PreparedTariff } from "../../price/prepare-tariff.ts";
import { priceStay } from "../../price/price-stay.ts";
import type { Quote } from "../../price/quote.ts";
import { QuoteError } from "../../price/quote-error.ts";
import type { Stay } from "../../price/stay.ts";

/** A stay this long is twice the work of a short one. */
const LONG_MS = 60 * DAY_MS;

/** Prices stays with a bound on how many: a tariff is verified while it is being typed. */
export class Pricer {
  #left: number;

  constructor(quotesMax: number) {
    this.#left = quotesMax;
  }

  /** The bound is reached: what was not found until now is not decided. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Takes work that is done elsewhere off the bound. False where there is not so much left. */
  take(quotes: number): boolean {
    if (quotes > this.#left) {
      this.#left = 0;
      return false;
    }
    this.#left -= quotes;
    return true;
  }

  /** None where the tariff has no price for the stay, or when the bound is reached. */
  quote(tariff: PreparedTariff, stay: Stay): Quote | undefined {
    if (this.isSpent) return undefined;
    this.#left -= 1 + (stay.exitAt - stay.entryAt) / LONG_MS;
    try {
      return priceStay(tariff, stay);
    } catch (error) {
      caughtAs(QuoteError, error);
      return undefined;
    }
  }

  fee(tariff: PreparedTariff, stay: Stay): number | undefined {
    return this.quote(tariff, stay)?.feeMinor;
  }
}
