import type { EnumName } from "./enums.ts";

/**
 * What a fact's value is. `text` is an identifier or code, `integer` and `decimal` are numbers, `instant` is integer
 * epoch milliseconds (UTC), `localTime` is ISO 8601 wall time with offset (shown, never compared), `list` is a list of
 * text or of one enumeration's values.
 */
export type FactType = "enum" | "text" | "boolean" | "integer" | "decimal" | "instant" | "localTime" | "list";

/** Units of numbers. `minorUnits` are those of the lot's currency, `minuteOfDay` counts from local midnight, `isoWeekday` is 1 (Monday) to 7. */
export type FactUnit = "minutes" | "minorUnits" | "count" | "share" | "minuteOfDay" | "isoWeekday";

/** Who fills the fact in: `engine` is the quote, `synced` is the cloud's copy kept on the edge. */
export type FactSource = "edge" | "camera" | "lane" | "config" | "synced" | "edgeAndSynced" | "engine" | "io";

/** What it means when the fact is `null`. `never` facts are always filled in. */
export type UnknownMeaning =
  | "never"
  | "notRead"
  | "stale"
  | "noSession"
  | "noMatch"
  | "noVisits"
  | "noEarlierVisit"
  | "noRight"
  | "noReservation"
  | "noQuote"
  | "noPayment"
  | "noGrant"
  | "noEntry"
  | "notCounted"
  | "noSensor"
  | "noCalendar";

export type FactDefinition = {
  readonly type: FactType;
  readonly unit?: FactUnit;
  /** Values of an `enum`, or of each member of a `list`. A list without it holds ids. */
  readonly values?: EnumName;
  /** Ids are comparable only with ids of the same thing. */
  readonly idOf?:
    | "lane"
    | "place"
    | "area"
    | "plate"
    | "session"
    | "credential"
    | "country"
    | "currency"
    | "listReason";
  readonly min?: number;
  readonly max?: number;
  readonly source: FactSource;
  /** Older than this many minutes the fact reads as unknown; null: it has no age. */
  readonly ageLimitMinutes: number | null;
  /** True when the value identifies a car or its driver: kept in the record's erasable part, never typed into a rule. */
  readonly personal: boolean;
  readonly unknown: UnknownMeaning;
  /** True: nothing fills the fact in yet, so it is unknown at every gate. The editor of rules says so. */
  readonly hasNoSource?: true;
};

const MINUTES_MAX = 5_256_000;
const MINOR_MAX = 1_000_000_000_000;
const COUNT_MAX = 1_000_000;
const DAY_MINUTES = 1_440;
/** Copies of lists, permits and payments that the cloud keeps on the edge: usable through one day without a link. */
const SYNCED_MINUTES = DAY_MINUTES;

const here = { ageLimitMinutes: null, personal: false } as const;
const synced = { source: "synced", ageLimitMinutes: SYNCED_MINUTES, personal: false, unknown: "stale" } as const;
const minutes = { type: "integer", unit: "minutes", min: 0, max: MINUTES_MAX } as const;
/** Negative once the moment has passed. */
const signedMinutes = { type: "integer", unit: "minutes", min: -MINUTES_MAX, max: MINUTES_MAX } as const;
const money = { type: "integer", unit: "minorUnits", min: 0, max: MINOR_MAX } as const;
const count = { type: "integer", unit: "count", min: 0, max: COUNT_MAX } as const;
const reading = { source: "camera", ...here, unknown: "notRead" } as const;
const config = { source: "config", ...here, unknown: "never" } as const;
const edge = { source: "edge", ...here, unknown: "never" } as const;
const stay = { source: "edge", ...here, unknown: "noSession" } as const;
const quote = { source: "engine", ...here, unknown: "noQuote" } as const;
const grant = { source: "synced", ageLimitMinutes: SYNCED_MINUTES, personal: false, unknown: "noGrant" } as const;
const counted = { source: "edge", ...here, unknown: "notCounted" } as const;
const sensed = { source: "io", ...here, unknown: "noSensor" } as const;
const noSource = { hasNoSource: true } as const;

/**
 * The facts a release rule may read: one table for the console, the compiler, the verifier, the edge and the docs.
 * A fact is a snapshot taken before the decision; rules read and never write.
 */
export const facts = {
  "event.kind": { type: "enum", values: "eventKind", ...edge },
  "event.time": { type: "instant", ...edge },
  "event.localTime": { type: "localTime", ...edge },

  "lane.id": { type: "text", idOf: "lane", ...config },
  "lane.direction": { type: "enum", values: "laneDirection", ...config },
  "lane.mode": { type: "enum", values: "laneMode", ...config },
  "place.id": { type: "text", idOf: "place", ...config },
  "area.id": { type: "text", idOf: "area", ...config },
  "area.fromId": { type: "text", idOf: "area", ...config, unknown: "noEntry" },

  "plate.text": { type: "text", idOf: "plate", ...reading, personal: true },
  "plate.country": { type: "text", idOf: "country", ...reading },
  "plate.type": { type: "enum", values: "plateType", ...reading },
  "plate.color": { type: "enum", values: "plateColor", ...reading },
  "plate.confidence": { type: "decimal", unit: "share", min: 0, max: 1, ...reading },
  "plate.present": { type: "boolean", ...reading },
  "plate.obscured": { type: "boolean", ...reading, ...noSource },

  "match.kind": { type: "enum", values: "matchKind", ...edge },
  "match.candidateCount": { ...count, ...edge },
  "match.plate": { type: "text", idOf: "plate", ...edge, personal: true, unknown: "noMatch" },

  "vehicle.class": { type: "enum", values: "vehicleClass", ...reading },
  "vehicle.propulsion": { type: "enum", values: "propulsion", ...reading },

  "credential.type": { type: "enum", values: "credentialType", source: "lane", ...here, unknown: "notRead" },
  "credential.id": {
    type: "text",
    idOf: "credential",
    source: "lane",
    ageLimitMinutes: null,
    personal: true,
    unknown: "notRead",
  },

  "lists.allow": { type: "boolean", ...synced },
  "lists.block": { type: "boolean", ...synced },
  "lists.exempt": { type: "boolean", ...synced },
  "lists.reason": { type: "text", idOf: "listReason", ...synced },

  "right.active": { type: "boolean", ...synced },
  "right.kind": { type: "enum", values: "rightKind", ...synced, unknown: "noRight" },
  "right.expiresIn": { ...signedMinutes, ...synced, unknown: "noRight" },
  "right.withinHours": { type: "boolean", ...synced, unknown: "noRight" },
  "right.areaAllowed": { type: "boolean", ...synced, unknown: "noRight" },
  "pool.size": { ...count, ...synced, source: "edgeAndSynced", unknown: "noRight", ...noSource },
  "pool.inUse": { ...count, ...synced, source: "edgeAndSynced", unknown: "noRight", ...noSource },

  "reservation.state": { type: "enum", values: "reservationState", ...synced },
  "reservation.startsIn": { ...signedMinutes, ...synced, unknown: "noReservation" },

  "session.open": {
    type: "boolean",
    source: "edgeAndSynced",
    // Only a lot with several edges has an age here: its copy of the other edges' open sessions.
    ageLimitMinutes: 5,
    personal: false,
    unknown: "stale",
  },
  // Made by the edge and not derived from the plate: alone it points to no car once the plate is erased.
  "session.id": { type: "text", idOf: "session", ...stay },
  "session.enteredAt": { type: "instant", ...stay },
  "session.elapsed": { ...minutes, ...stay },
  "session.areas": { type: "list", idOf: "area", ...stay },

  // Earlier visits of the plate, this one not counted. Known to an edge that is alone in its lot.
  "visits.today": { ...count, ...edge, unknown: "noVisits" },
  "visits.lastExitAgo": { ...minutes, ...edge, unknown: "noEarlierVisit" },
  "freeUsed.today": { ...minutes, ...edge, unknown: "noVisits" },

  "fee.total": { ...money, ...quote },
  "fee.paid": { ...money, ...quote },
  "fee.due": { ...money, ...quote },
  "fee.currency": { type: "text", idOf: "currency", ...quote },
  "fee.quotedAt": { type: "instant", ...quote },
  // What broke a rule of the tariff besides its price; an empty list when nothing did.
  "fee.notices": { type: "list", values: "quoteNotice", ...quote },

  "payment.state": { type: "enum", values: "paymentState", ...synced, source: "edgeAndSynced" },
  "payment.age": { ...minutes, ...synced, source: "edgeAndSynced", unknown: "noPayment" },
  "payment.graceLeft": { ...signedMinutes, ...synced, source: "edgeAndSynced", unknown: "noPayment" },

  "autoPay.enabled": { type: "boolean", ...synced },
  "autoPay.limit": { ...money, ...synced },

  "debt.amount": { ...money, ...synced },
  "debt.count": { ...count, ...synced },
  "debt.ageOfData": { ...minutes, ...synced },

  "validation.types": { type: "list", values: "validationType", ...synced, source: "edgeAndSynced" },

  "area.capacity": { ...count, ...counted, ...noSource },
  "area.count": { ...count, ...counted },
  "area.available": { ...count, ...counted, ...noSource },
  "area.capacityForClass": { ...count, ...counted, ...noSource },
  "area.countForClass": { ...count, ...counted },
  "area.availableForClass": { ...count, ...counted, ...noSource },

  "loop.before": { type: "boolean", ...sensed, ...noSource },
  "loop.under": { type: "boolean", ...sensed, ...noSource },
  "loop.secondVehicle": { type: "boolean", ...sensed, ...noSource },
  "barrier.state": { type: "enum", values: "barrierState", ...sensed, ...noSource },

  "link.cloud": { type: "enum", values: "cloudLink", ...edge },
  "link.offlineFor": { ...minutes, ...edge },
  "rules.age": { ...minutes, ...edge },

  "grant.decision": { type: "enum", values: "decision", ...grant },
  "grant.reason": { type: "enum", values: "grantReason", ...grant },
  "grant.age": { ...minutes, ...grant },
  "grant.validFor": { ...signedMinutes, ...grant },
  "grant.limit": { ...money, ...grant, ...noSource },

  "calendar.dayType": { type: "enum", values: "dayType", ...config, unknown: "noCalendar" },
  "clock.timeOfDay": { type: "integer", unit: "minuteOfDay", min: 0, max: DAY_MINUTES - 1, ...edge },
  "clock.dayOfWeek": { type: "integer", unit: "isoWeekday", min: 1, max: 7, ...edge },
} as const satisfies Record<string, FactDefinition>;

export type FactId = keyof typeof facts;

export const factIds = Object.keys(facts) as readonly FactId[];

/** The definition of a fact, with every optional field readable. */
export function factOf(id: FactId): FactDefinition {
  return facts[id];
}

/** True for an id of the table. Own keys only: `toString` is no fact. */
export function isFactId(id: string): id is FactId {
  return Object.hasOwn(facts, id);
}

/** Facts whose values may stand only in the erasable, personal part of a record. */
export const personalFactIds: readonly FactId[] = factIds.filter((id) => facts[id].personal);
