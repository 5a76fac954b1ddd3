import type { Eligibility } from "../model/eligibility.ts";
import type { Stay } from "./stay.ts";

/** One thing that a rate asks of a stay: one of these words, or a count in this range. */
export type Condition = {
  asks: (typeof wordsAsked)[keyof typeof wordsAsked] | "validations" | "lostCredential" | (typeof countsAsked)[number];
  words: readonly string[];
  min: number;
  max: number;
};

/** Which word of a stay each list of an eligibility is for. */
const wordsAsked = {
  vehicleTypes: "vehicleClass",
  propulsionEnergyType: "propulsion",
  zones: "zone",
  products: "product",
  activeAssignedRight: "permit",
  userQualifications: "entitlement",
  seasons: "season",
} as const satisfies Partial<Record<keyof Eligibility, keyof Stay>>;

const countsAsked = ["entriesToday", "entriesLastHour"] as const;

const NO_WORDS: readonly string[] = [];

/** What an eligibility asks for, one by one; nothing where there is none. */
export function conditionsOf(eligibility: Eligibility | undefined): readonly Condition[] {
  if (eligibility === undefined) return [];
  const conditions: Condition[] = [];
  const lists = Object.keys(wordsAsked) as (keyof typeof wordsAsked)[];
  for (const list of lists) {
    const words = eligibility[list];
    if (words !== undefined) conditions.push({ asks: wordsAsked[list], words, min: 0, max: 0 });
  }
  const { validations, lostCredential } = eligibility;
  if (validations !== undefined) conditions.push({ asks: "validations", words: validations, min: 0, max: 0 });
  if (lostCredential !== undefined) conditions.push({ asks: "lostCredential", words: NO_WORDS, min: 0, max: 0 });
  for (const asks of countsAsked) {
    const range = eligibility[asks];
    if (range === undefined) continue;
    conditions.push({ asks, words: NO_WORDS, min: range.min, max: range.max ?? Number.POSITIVE_INFINITY });
  }
  return conditions;
}

/** Whether a rate is for this stay: all that the eligibility asks for holds. */
export function isEligible(eligibility: Eligibility, stay: Stay): boolean {
  return allHold(conditionsOf(eligibility), stay);
}

/** As `isEligible`, for conditions that were read before. */
export function allHold(conditions: readonly Condition[], stay: Stay): boolean {
  for (let i = 0; i < conditions.length; i += 1) if (!holds(conditions[i]!, stay)) return false;
  return true;
}

function holds(condition: Condition, stay: Stay): boolean {
  switch (condition.asks) {
    case "vehicleClass":
      return hasWord(condition, stay.vehicleClass);
    case "propulsion":
      return hasWord(condition, stay.propulsion);
    case "zone":
      return hasWord(condition, stay.zone);
    case "product":
      return hasWord(condition, stay.product);
    case "permit":
      return hasWord(condition, stay.permit);
    case "entitlement":
      return hasWord(condition, stay.entitlement);
    case "season":
      return hasWord(condition, stay.season);
    case "validations":
      return condition.words.some((type) => stay.validations?.includes(type));
    case "lostCredential":
      return stay.lostCredential === true;
    case "entriesToday":
      return isInRange(condition, stay.entriesToday);
    case "entriesLastHour":
      return isInRange(condition, stay.entriesLastHour);
  }
}

function hasWord({ words }: Condition, word: string | undefined): boolean {
  if (word === undefined) return false;
  for (let i = 0; i < words.length; i += 1) if (words[i] === word) return true;
  return false;
}

function isInRange({ min, max }: Condition, count: number | undefined): boolean {
  return count !== undefined && count >= min && count <= max;
}
