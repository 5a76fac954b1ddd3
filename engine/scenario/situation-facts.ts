import type { Facts } from "#contracts/decision.ts";
import { caughtAs } from "../caught-as.ts";
import type { LoadedBundle } from "../compile/load-bundle.ts";
import { feeFacts } from "../decide/fee-facts.ts";
import { ClockRangeError, toLocal } from "../model/clock-table.ts";
import { dayTypeOf } from "../model/day-type.ts";
import { enums } from "../model/enums.ts";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import { isoLocalTime } from "../model/iso-instant.ts";
import { MINUTE_MS } from "../model/local-time.ts";
import { validationTypesOf } from "../model/validation-types.ts";
import { priceStay } from "../price/price-stay.ts";
import type { Quote } from "../price/quote.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { Stay } from "../price/stay.ts";
import type { Scenario } from "./scenario.ts";

export type Situation = Scenario["given"];

/** What a bundle would see in a situation, and what it asks for the stay; `error` says why there is no price. */
export type SeenSituation = { readonly facts: Facts; readonly quote: Quote | null; readonly error: QuoteError | null };

const ELAPSED_MAX = 5_256_000;

/**
 * The facts of a situation: what follows from lane, time and stay as an edge alone in its lot would say it, under what
 * is given. Throws `QuoteError` when the lane is not of the lot or the time is outside the clock table.
 */
export function situationFacts(bundle: LoadedBundle, situation: Situation): SeenSituation {
  const { laneId, at, stay } = situation;
  const priced = price(bundle, stay);
  const given = situation.facts as PartialFacts;
  const facts = {
    ...placeFacts(bundle, laneId),
    ...timeFacts(bundle, at),
    ...stayFacts(bundle, stay),
    ...(priced.quote && feeFacts(priced.quote, at)),
  };
  return { facts: totalFacts({ ...facts, ...given }), ...priced };
}

function price(bundle: LoadedBundle, stay: Stay | undefined): Pick<SeenSituation, "quote" | "error"> {
  if (stay === undefined) return { quote: null, error: null };
  try {
    return { quote: priceStay(bundle.tariff, stay), error: null };
  } catch (error) {
    return { quote: null, error: caughtAs(QuoteError, error) };
  }
}

function placeFacts({ bundle }: LoadedBundle, laneId: string): PartialFacts {
  const lane = bundle.lanes.find(({ id }) => id === laneId);
  if (lane === undefined) throw new QuoteError("lane.unknown", ["laneId"], `the lot has no lane ${laneId}`);
  return {
    "event.kind": "present",
    "lane.id": lane.id,
    "lane.direction": lane.direction,
    "lane.mode": "normal",
    "place.id": bundle.lot.id,
    "area.id": bundle.lot.id,
    "area.fromId": lane.direction === "entry" ? null : bundle.lot.id,
    "link.cloud": "up",
    "link.offlineFor": 0,
    "rules.age": 0,
  };
}

function timeFacts({ bundle }: LoadedBundle, at: number): PartialFacts {
  try {
    const local = toLocal(bundle.clock, at);
    return {
      "event.time": at,
      "event.localTime": isoLocalTime(local),
      "clock.timeOfDay": local.minuteOfDay,
      "clock.dayOfWeek": local.dayOfWeek,
      "calendar.dayType": dayTypeOf(local, bundle.tariff.specialDays ?? [], bundle.lot.country),
    };
  } catch (error) {
    const { message } = caughtAs(ClockRangeError, error);
    throw new QuoteError("stay.outsideClock", ["at"], message, { cause: error });
  }
}

function stayFacts({ bundle }: LoadedBundle, stay: Stay | undefined): PartialFacts {
  if (stay === undefined) return { "match.kind": "none", "match.candidateCount": 0, "session.open": false };
  const elapsed = Math.floor((stay.exitAt - stay.entryAt) / MINUTE_MS);
  return {
    "match.kind": "exact",
    "match.candidateCount": 1,
    "session.open": true,
    "session.enteredAt": stay.entryAt,
    "session.elapsed": Math.min(ELAPSED_MAX, Math.max(0, elapsed)),
    "vehicle.class": enums.vehicleClass.find((word) => word === stay.vehicleClass) ?? null,
    "vehicle.propulsion": enums.propulsion.find((word) => word === stay.propulsion) ?? null,
    "validation.types": validationTypesOf(bundle.tariff.validations ?? [], stay.validations ?? []),
  };
}
