import type * as z from "zod/mini";
import type { quoteSchema } from "#contracts/quote.ts";
import { correctedTime, type Stamp } from "#contracts/record-body.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { priceStay } from "#engine/price/price-stay.ts";
import { QuoteError } from "#engine/price/quote-error.ts";
import type { Stay } from "#engine/price/stay.ts";
import type { OpenSession } from "./open-sessions.ts";
import { type KnownOfCar, stayConditions } from "./stay-conditions.ts";

type RecordedQuote = z.infer<typeof quoteSchema>;
/** The stay as it is recorded: the input of pricing, and whose tariff priced it. */
type RecordedStay = Stay & { readonly tariffSha256: string };
export type PricedSession = { readonly stay: RecordedStay; readonly quote: RecordedQuote };

/** Below this two clocks agree, and the time noted at entry stands. */
const clockStepMs = 2_000;

/**
 * Prices a session that would end now, by the tariff under which it opened. `bundle` null: that bundle is gone.
 * A stay that has no price is an error in the quote, never a guess.
 */
export function priceSession(
  session: OpenSession,
  stamp: Stamp,
  bundle: LoadedBundle | null,
  car: KnownOfCar,
): PricedSession {
  const times = timesOf(session, stamp);
  const stay = {
    ...times,
    ...(session.vehicleClass === null ? {} : { vehicleClass: session.vehicleClass }),
    ...(bundle === null ? {} : stayConditions(times, car, bundle.bundle.tariff)),
  };
  const recorded = { ...stay, tariffSha256: session.bundleSha256 };
  if (bundle === null) {
    const message = "the bundle under which this session opened is not on this edge";
    return { stay: recorded, quote: { error: { code: "tariff.notHere", path: "", message } } };
  }
  try {
    return { stay: recorded, quote: priceStay(bundle.tariff, stay) };
  } catch (error) {
    const { code, path } = error instanceof QuoteError ? error : { code: "quote.failed", path: [] };
    const message = (error as Error).message.slice(0, 512);
    return { stay: recorded, quote: { error: { code, path: path.join(".").slice(0, 128), message } } };
  }
}

/**
 * Entry and exit in cloud time. Within one boot the monotonic clock says how long it was, so a clock that was set
 * meanwhile changes no fee: the better known end stays where it is and the other is counted from it.
 */
function timesOf(session: OpenSession, stamp: Stamp): { entryAt: number; exitAt: number } {
  const exitAt = correctedTime(stamp);
  if (session.enteredBootId === stamp.bootId) {
    const elapsedMs = Math.max(0, Math.round(stamp.monotonicMs - session.enteredMonotonicMs));
    if (Math.abs(exitAt - elapsedMs - session.enteredAt) <= clockStepMs)
      return { entryAt: session.enteredAt, exitAt: session.enteredAt + elapsedMs };
    return stamp.quality === "unsynced" && session.enteredQuality !== "unsynced"
      ? { entryAt: session.enteredAt, exitAt: session.enteredAt + elapsedMs }
      : { entryAt: exitAt - elapsedMs, exitAt };
  }
  return { entryAt: session.enteredAt, exitAt: Math.max(session.enteredAt, exitAt) };
}
