import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import { propulsionOfPlate } from "#engine/model/propulsion-of-plate.ts";
import type { Stay } from "#engine/price/stay.ts";
import { visitMinutesAsked } from "#engine/price/visits-asked.ts";
import { wordsAsked } from "#engine/price/words-asked.ts";
import type { Visit } from "../report/journal-reader.ts";
import { areStale, isLive, madeDuring, ofKind } from "./fresh-grants.ts";
import type { GrantLookup } from "./grant-facts.ts";

/** What a gate knows of a car besides when it came and what class it is. */
export type KnownOfCar = {
  readonly plateText: string;
  readonly country: string;
  readonly grants: GrantLookup;
  /** Cloud time. */
  readonly now: number;
  /** Visits of this plate that ended at this edge since then. */
  readonly visits: (since: number) => readonly Visit[];
};

type Times = Pick<Stay, "entryAt" | "exitAt">;
type Conditions = Omit<Stay, keyof Times | "vehicleClass">;
type Tariff = LoadedBundle["bundle"]["tariff"];

const minuteMs = 60_000;
/** What a permit that names no product is called. */
const anyPermit = "permit";
const listMax = 50;

/** What a stay's price may depend on beyond its times, as far as it is known here and fresh. */
export function stayConditions(times: Times, car: KnownOfCar, tariff: Tariff): Conditions {
  const propulsion = propulsionOfPlate(car.plateText, car.country);
  return {
    ...(propulsion === null ? {} : { propulsion }),
    ...(areStale(car.grants) ? {} : grantConditions(times, car, tariff)),
    ...visitConditions(times, car, tariff),
  };
}

function grantConditions(times: Times, { grants, now }: KnownOfCar, tariff: Tariff): Conditions {
  const items = grants?.items ?? [];
  const live = items.filter((item) => isLive(item, now));
  const products = ofKind(live, "permit").map(({ product }) => product ?? anyPermit);
  const entitlements = [...ofKind(live, "exempt"), ...ofKind(live, "allow")].flatMap(({ entitlement }) =>
    entitlement === undefined ? [] : [entitlement],
  );
  const validations = madeDuring(ofKind(live, "validation"), now, times.entryAt).map(({ type }) => type);
  const permit = chosen(products, wordsAsked(tariff, "activeAssignedRight"));
  const entitlement = chosen(entitlements, wordsAsked(tariff, "userQualifications"));
  const coverage = coverageOf(times, ofKind(items, "permit"));
  return {
    ...(permit === undefined ? {} : { permit }),
    ...(entitlement === undefined ? {} : { entitlement }),
    ...(validations.length === 0 ? {} : { validations: validations.slice(0, listMax) }),
    ...(coverage.length === 0 ? {} : { coverage: coverage.slice(0, listMax) }),
    ...paymentOf(times, items, now),
  };
}

/** A stay has one permit and one entitlement: of several, the one that the tariff asks for first. */
function chosen(held: readonly string[], asked: readonly string[]): string | undefined {
  return asked.find((word) => held.includes(word)) ?? held[0];
}

/** When a permit covered the stay. One that begins during it was bought then, as far as anybody can tell. */
function coverageOf(
  { entryAt, exitAt }: Times,
  permits: readonly { from: number | null; until: number | null; product?: string | undefined }[],
): NonNullable<Stay["coverage"]> {
  return permits.flatMap(({ from, until, product }) => {
    const fromAt = Math.max(entryAt, from ?? entryAt);
    const toAt = Math.min(exitAt, until ?? exitAt);
    if (fromAt >= toAt) return [];
    return [{ right: product ?? anyPermit, fromAt, toAt, begins: fromAt > entryAt ? "bought" : "held" }];
  });
}

/** All that was paid for the stay, at the time of the last payment. One without an amount says nothing of the fee. */
function paymentOf(
  { entryAt, exitAt }: Times,
  items: NonNullable<GrantLookup>["items"],
  now: number,
): Pick<Stay, "paidAt" | "paidMinor" | "paidBy"> {
  const paid = madeDuring(ofKind(items, "paid"), now, entryAt).filter(({ amountMinor }) => amountMinor !== undefined);
  const last = paid.at(-1);
  if (last === undefined) return {};
  const paidMinor = paid.reduce((sum, { amountMinor = 0 }) => sum + amountMinor, 0);
  const channel = last.channel === undefined ? {} : { paidBy: last.channel };
  return { paidAt: Math.min(exitAt, last.from), paidMinor: Math.min(1e12, paidMinor), ...channel };
}

/** Earlier visits, where the tariff asks for them; those that ended at other edges of the lot are not known here. */
function visitConditions({ entryAt }: Times, { visits }: KnownOfCar, tariff: Tariff): Pick<Stay, "previousVisits"> {
  const minutes = visitMinutesAsked(tariff);
  if (minutes === 0) return {};
  const earlier = visits(entryAt - minutes * minuteMs).filter((visit) => visit.entryAt < entryAt);
  const previousVisits = earlier.map(({ entryAt, exitAt, feePaidMinor }) => ({ entryAt, exitAt, feePaidMinor }));
  return { previousVisits: previousVisits.reverse() };
}
