import type { LaneDirection } from "#contracts/bundle.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { feeFacts } from "#engine/decide/fee-facts.ts";
import { toInstant, toLocal } from "#engine/model/clock-table.ts";
import { dayTypeOf } from "#engine/model/day-type.ts";
import type { PartialFacts } from "#engine/model/facts.ts";
import { isoLocalTime } from "#engine/model/iso-instant.ts";
import { propulsionOfPlate } from "#engine/model/propulsion-of-plate.ts";
import type { Validation } from "#engine/model/validation.ts";
import type { Observation } from "../gate/observation.ts";
import type { Visit } from "../report/journal-reader.ts";
import { type GrantLookup, grantFacts } from "./grant-facts.ts";
import type { OpenSession, SessionMatch } from "./open-sessions.ts";
import type { PricedSession } from "./price-session.ts";

/** Is this edge the only one of its lot? If not, how old is its copy of the sessions that the others opened. */
export type LotKnowledge = { readonly isAlone: boolean; readonly copyAgeMs: number };

/** Older than this the copy of the other edges' sessions does not tell who is not inside. */
const sessionCopyAgeMaxMs = 5 * 60_000;

export type CloudLink = { readonly state: "up" | "degraded" | "down"; readonly offlineForMs: number };

export type FactsInput = {
  readonly observation: Observation;
  readonly plateText: string;
  readonly lotId: string;
  readonly direction: LaneDirection;
  readonly country: string;
  /** The bundle that decides. */
  readonly bundle: Pick<LoadedBundle["bundle"], "clock" | "tariff">;
  /** Cloud time of the decision. */
  readonly now: number;
  readonly match: SessionMatch;
  readonly priced: PricedSession | null;
  readonly lot: LotKnowledge;
  readonly grants: GrantLookup;
  /** The kinds of validation of the stay's tariff. */
  readonly validations: readonly Validation[];
  /** Earlier visits of the plate; null where not all of them are known, or nobody asks. */
  readonly visits: readonly Visit[] | null;
  /** Has the plate come in, in a stay that has ended, between these times? */
  readonly hasCome: (from: number, until: number) => boolean;
  /** Cars inside, as this edge knows them. */
  readonly inside: { readonly count: number; readonly ofClass: number | null };
  readonly link: CloudLink;
  readonly rulesAgeMs: number;
};

/** What the edge knows about one car at one lane; everything that is not here is unknown. */
export function laneFacts(input: FactsInput): PartialFacts {
  const { observation, plateText, direction, now } = input;
  const { clock, tariff } = input.bundle;
  const local = toLocal(clock, now);
  return {
    "event.kind": "present",
    "event.time": now,
    "event.localTime": isoLocalTime(local),
    "lane.id": observation.laneId,
    "lane.direction": direction,
    "lane.mode": "normal",
    "place.id": input.lotId,
    "area.id": input.lotId,
    "area.fromId": direction === "entry" ? null : input.lotId,
    "plate.text": plateText === "" ? null : plateText,
    "plate.country": plateText === "" ? null : observation.plateCountry,
    "plate.type": observation.plateType,
    "plate.color": observation.plateColor,
    "plate.confidence": plateText === "" ? null : observation.confidence,
    "plate.present": plateText !== "",
    "vehicle.class": observation.vehicleClass,
    "vehicle.propulsion": propulsionOfPlate(plateText, input.country),
    "credential.type": plateText === "" ? null : "licensePlate",
    "credential.id": plateText === "" ? null : plateText,
    ...matchFacts(input),
    ...grantFacts(input.grants, {
      now,
      enteredAt: enteredAt(input),
      validations: input.validations,
      isUsed: ({ from, until }) => input.hasCome(from, until),
    }),
    ...visitFacts(input, toInstant(clock, local.epochDay, 0)),
    ...countFacts(input),
    ...quoteFacts(input.priced, now),
    "link.cloud": input.link.state,
    "link.offlineFor": minutes(input.link.offlineForMs),
    "rules.age": minutes(input.rulesAgeMs),
    "calendar.dayType": dayTypeOf(local, tariff.specialDays ?? [], input.country),
    "clock.timeOfDay": local.minuteOfDay,
    "clock.dayOfWeek": local.dayOfWeek,
  };
}

/** The begin of the stay, as it is priced; null where none is known. */
function enteredAt({ match, priced }: FactsInput): number | null {
  return priced?.stay.entryAt ?? (match.kind === "exact" ? (match.session?.enteredAt ?? null) : null);
}

/** Of visits that have ended; `midnight` is the beginning of the local day. */
function visitFacts({ visits, now }: FactsInput, midnight: number): PartialFacts {
  if (visits === null) return {};
  const today = visits.filter(({ exitAt }) => exitAt >= midnight);
  const lastExitAt = visits.reduce<number | null>((last, { exitAt }) => Math.max(last ?? exitAt, exitAt), null);
  const freeMinutes = today.map((visit) => Math.min(visit.freeMinutes, minutes(visit.exitAt - midnight)));
  return {
    "visits.today": today.filter(({ entryAt }) => entryAt >= midnight).length,
    "visits.lastExitAgo": lastExitAt === null ? null : minutes(now - lastExitAt),
    "freeUsed.today": freeMinutes.reduce((sum, one) => sum + one, 0),
  };
}

/** Who is inside is known to an edge that is alone, or hears of the others. */
function countFacts({ inside, lot }: FactsInput): PartialFacts {
  return isCopyFresh(lot) ? { "area.count": inside.count, "area.countForClass": inside.ofClass } : {};
}

/**
 * `session.open` has three values. A similar plate leaves it unknown: it may be this car's session or another's, and
 * a similar plate alone must not end anybody's stay.
 */
function matchFacts({ match, lot, now, lotId, priced }: FactsInput): PartialFacts {
  const { kind, session, candidateCount } = match;
  const facts: PartialFacts = {
    "match.kind": kind,
    "match.candidateCount": candidateCount,
    "match.plate": session?.plateText ?? null,
  };
  if (kind === "exact" && session !== null && isUsable(session, lot)) {
    const entryAt = priced?.stay.entryAt ?? session.enteredAt;
    return {
      ...facts,
      "session.open": true,
      "session.id": session.sessionId,
      "session.enteredAt": entryAt,
      "session.elapsed": minutes(now - entryAt),
      "session.areas": [lotId],
    };
  }
  const knowsAll = isCopyFresh(lot);
  return { ...facts, "session.open": kind === "none" && knowsAll ? false : null };
}

function isCopyFresh(lot: LotKnowledge): boolean {
  return lot.isAlone || lot.copyAgeMs <= sessionCopyAgeMaxMs;
}

/** What an old copy says of a session of another edge is not known any more: it may have ended there long ago. */
export function isUsable(session: OpenSession, lot: LotKnowledge): boolean {
  return !session.isElsewhere || isCopyFresh(lot);
}

/** A stay without a price is unknown to the rules. */
function quoteFacts(priced: PricedSession | null, now: number): PartialFacts {
  return priced === null || "error" in priced.quote ? {} : feeFacts(priced.quote, now);
}

function minutes(ms: number): number {
  return Math.min(5_256_000, Math.max(0, Math.floor(ms / 60_000)));
}
