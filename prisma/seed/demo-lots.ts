import type { Draft } from "#engine/model/draft.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";

export type DemoLot = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly country: string;
  readonly lanes: readonly { id: string; name: string; direction: "entry" | "exit" }[];
  readonly draft: Draft;
  /** Name of the edge to enrol; a lot without one is still being built. */
  readonly edgeName: string | null;
};

export type DemoOperator = {
  readonly id: string;
  readonly name: string;
  readonly hasPeople: boolean;
  readonly lots: readonly DemoLot[];
};

const twoLanes = [
  { id: "entry-1", name: "Entry 1", direction: "entry" },
  { id: "exit-1", name: "Exit 1", direction: "exit" },
] as const;

/** The operator that the demo people work for, and one that they must never see anything of. */
export function demoOperators(): DemoOperator[] {
  return [
    { id: "harbour-parking", name: "Harbour Parking", hasPeople: true, lots: [riverside(), satama()] },
    { id: "northgate-parking", name: "Northgate Parking", hasPeople: false, lots: [northgate()] },
  ];
}

function riverside(): DemoLot {
  const tariff = hourlyTariff({
    currency: "CNY",
    rateTableName: "Visitors",
    hourMinor: 500,
    dayName: "Day",
    freePeriod: { minutes: 15, mode: "onlyIfWithin" },
    night: { start: 22 * 60, end: 8 * 60, flatMinor: 2_000, name: "Night" },
    dayCapMinor: 5_000,
    exitGraceMinutes: 15,
  });
  return {
    id: "riverside-p1",
    name: "Riverside P1",
    timeZone: "Asia/Shanghai",
    country: "CN",
    lanes: twoLanes,
    draft: { tariff, rules: starterRules() },
    edgeName: "Riverside P1 edge",
  };
}

function satama(): DemoLot {
  const tariff = hourlyTariff({
    currency: "EUR",
    rateTableName: "Visitors",
    hourMinor: 300,
    freePeriod: { minutes: 10, mode: "onlyIfWithin" },
    dayCapMinor: 2_400,
    exitGraceMinutes: 10,
  });
  return {
    id: "satama-p3",
    name: "Satama P3",
    timeZone: "Europe/Helsinki",
    country: "FI",
    lanes: twoLanes,
    draft: { tariff, rules: starterRules() },
    edgeName: null,
  };
}

function northgate(): DemoLot {
  const tariff = hourlyTariff({ currency: "USD", rateTableName: "Visitors", hourMinor: 400, dayCapMinor: 3_200 });
  return {
    id: "northgate-1",
    name: "Northgate 1",
    timeZone: "America/Chicago",
    country: "US",
    lanes: twoLanes,
    draft: { tariff, rules: starterRules() },
    edgeName: null,
  };
}
