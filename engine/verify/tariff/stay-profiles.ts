import type { Eligibility } from "../../model/eligibility.ts";
import type { Tariff } from "../../model/rate-table.ts";
import { isEligible } from "../../price/eligible.ts";
import type { Stay } from "../../price/stay.ts";

/** What a stay says besides its times. */
export type StayConditions = Omit<Stay, "entryAt" | "exitAt">;

/** Stays that the tariff treats alike whenever they enter and leave; `conditions` is one of them. */
export type StayProfile = {
  conditions: StayConditions;
  /** Rows of `rateEligibility` whose eligibility holds, in order. */
  rows: number[];
};

const WORDS = [
  ["vehicleTypes", "vehicleClass"],
  ["propulsionEnergyType", "propulsion"],
  ["zones", "zone"],
  ["products", "product"],
  ["activeAssignedRight", "permit"],
  ["userQualifications", "entitlement"],
  ["seasons", "season"],
] as const;
const COUNTS = ["entriesToday", "entriesLastHour"] as const;
const PROFILES_MAX = 2_000;

/**
 * The ways in which stays can meet the eligibilities of the tariffs: of values that stand in the same lists one stands
 * for all. `complete` is false where there are too many combinations and only one for each eligibility was taken.
 * `rows` are those of the first tariff.
 */
export function stayProfiles(tariffs: readonly Tariff[]): { profiles: StayProfile[]; complete: boolean } {
  const asked = tariffs.flatMap(eligibilitiesOf);
  const choices = dimensionsOf(asked);
  const total = choices.reduce((product, values) => product * values.length, 1);
  const complete = total <= PROFILES_MAX;
  const all = complete ? combinations(choices) : [{}, ...asked.map(conditionsFor)];
  const byAnswer = new Map<string, StayProfile>();
  for (const conditions of all) {
    const stay = { entryAt: 0, exitAt: 0, ...conditions };
    const answer = asked.map((eligibility) => (isEligible(eligibility, stay) ? "1" : "0")).join("");
    const lost = conditions.lostCredential ? "lost" : "";
    if (byAnswer.has(answer + lost)) continue;
    const rows = tariffs[0]!.rateEligibility.flatMap(({ eligibility }, index) =>
      eligibility === undefined || isEligible(eligibility, stay) ? [index] : [],
    );
    byAnswer.set(answer + lost, { conditions, rows });
  }
  return { profiles: [...byAnswer.values()], complete };
}

/** Most kinds of stay that are named for one that stands for them. */
const ALIKE_MAX = 40;

/** Kinds of stay that the tariffs treat as they do this one: with each value that stands in the same lists. */
export function kindsLike(tariffs: readonly Tariff[], conditions: StayConditions): StayConditions[] {
  const asked = tariffs.flatMap(eligibilitiesOf);
  return WORDS.reduce<StayConditions[]>(
    (kinds, [field, key]) => {
      const value = conditions[key];
      if (value === undefined) return kinds;
      const lists = asked.map((one) => one[field]);
      const values = [...new Set(lists.flatMap((list) => list ?? []))];
      const alike = values.filter((one) => setsOf(lists, one) === setsOf(lists, value));
      return kinds.flatMap((kind) => alike.map((one) => ({ ...kind, [key]: one }))).slice(0, ALIKE_MAX);
    },
    [conditions],
  );
}

function eligibilitiesOf({ rateEligibility, surcharges = [] }: Tariff): Eligibility[] {
  return [...rateEligibility, ...surcharges].flatMap(({ eligibility }) => eligibility ?? []);
}

/** For each thing that a stay can say: nothing, and one value for each set of lists that a value can be in. */
function dimensionsOf(asked: readonly Eligibility[]): StayConditions[][] {
  const dimensions: StayConditions[][] = [];
  for (const [field, key] of WORDS) {
    const values = distinctValues(asked.map((one) => one[field]));
    if (values.length > 0) dimensions.push([{}, ...values.map((value) => ({ [key]: value }))]);
  }
  const validations = distinctValues(asked.map((one) => one.validations));
  if (validations.length > 0) dimensions.push([{}, ...validations.map((type) => ({ validations: [type] }))]);
  for (const key of COUNTS) {
    const edges = asked.flatMap((one) => {
      const range = one[key];
      return range === undefined ? [] : [range.min, ...(range.max === undefined ? [] : [range.max + 1])];
    });
    const values = [...new Set([1, ...edges])].sort((a, b) => a - b);
    if (edges.length > 0) dimensions.push([{}, ...values.map((count) => ({ [key]: count }))]);
  }
  if (asked.some((one) => one.lostCredential)) dimensions.push([{}, { lostCredential: true }]);
  return dimensions;
}

/** One value for each distinct set of lists that values stand in. */
function distinctValues(lists: readonly (readonly string[] | undefined)[]): string[] {
  const bySets = new Map<string, string>();
  for (const value of new Set(lists.flatMap((list) => list ?? []))) {
    const sets = setsOf(lists, value);
    if (!bySets.has(sets)) bySets.set(sets, value);
  }
  return [...bySets.values()];
}

/** In which of the lists a value stands. */
function setsOf(lists: readonly (readonly string[] | undefined)[], value: string): string {
  return lists.map((list) => (list?.includes(value) ? "1" : "0")).join("");
}

function combinations(choices: readonly StayConditions[][]): StayConditions[] {
  return choices.reduce<StayConditions[]>(
    (found, values) => found.flatMap((one) => values.map((value) => ({ ...one, ...value }))),
    [{}],
  );
}

/** The first values that an eligibility asks for. */
function conditionsFor(eligibility: Eligibility): StayConditions {
  const words = WORDS.flatMap(([field, key]) => {
    const value = eligibility[field]?.[0];
    return value === undefined ? [] : [[key, value]];
  });
  const counts = COUNTS.flatMap((key) => (eligibility[key] === undefined ? [] : [[key, eligibility[key].min]]));
  return {
    ...Object.fromEntries([...words, ...counts]),
    ...(eligibility.validations && { validations: eligibility.validations.slice(0, 1) }),
    ...(eligibility.lostCredential && { lostCredential: true }),
  };
}
