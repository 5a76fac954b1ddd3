import { normalisePlate } from "./plate.ts";

export type PlateMatch = "exact" | "fuzzy" | "none";

/** Shorter keys carry too little to tell one car from another. */
const LENGTH_MIN = 5;

/** Characters that cameras take for one another. */
const ocrClasses = ["0ODQ", "1I", "2Z", "5S", "8B", "6G"];

/**
 * How two plates compare, raw or normalised, at a place in `country`. `fuzzy` is a candidate for pairing or for a
 * suggestion to support; alone it never opens a gate. A plain edit distance of 1 is not fuzzy: neighbouring fleet
 * plates differ by one digit. Keys under 5 characters never match, not even themselves.
 *
 * @example matchPlate("LBS-735", "L8S735", "DE") // "fuzzy"
 */
export function matchPlate(a: string, b: string, country: string): PlateMatch {
  const left = [...normalisePlate(a, country)];
  const right = [...normalisePlate(b, country)];
  if (left.length < LENGTH_MIN || right.length < LENGTH_MIN) return "none";
  if (left.join("") === right.join("")) return "exact";
  const inChina = country.toUpperCase() === "CN";
  if (left.length === right.length) return isOneMisread(left, right, inChina) ? "fuzzy" : "none";
  const [shorter, longer] = left.length < right.length ? [left, right] : [right, left];
  if (inChina && isBlue(shorter.join("")) && isNewEnergy(longer.join(""))) return "none";
  return isOneMissing(shorter, longer) ? "fuzzy" : "none";
}

/** Equal but for one character that a camera mistakes, or in China for the province character. */
function isOneMisread(left: readonly string[], right: readonly string[], inChina: boolean): boolean {
  const different = left.flatMap((character, index) => (character === right[index] ? [] : [index]));
  const [index] = different;
  if (index === undefined || different.length > 1) return false;
  const a = left[index]!;
  const b = right[index]!;
  if (inChina && index === 0 && isHan(a) && isHan(b)) return true;
  return ocrClasses.some((one) => one.includes(a) && one.includes(b)) || isSameLetter(a, b);
}

/** A letter and the same letter with a diacritic; two different diacritics are two letters. */
function isSameLetter(a: string, b: string): boolean {
  return isLatin(a) && isLatin(b) && (withoutMarks(a) === b || withoutMarks(b) === a);
}

/** Only Latin: to Unicode the kana か and が differ by a mark, on a plate they are two letters. */
function isLatin(character: string): boolean {
  return /^\p{Script=Latin}$/u.test(character);
}

function withoutMarks(letter: string): string {
  return letter.normalize("NFD").replace(/\p{M}/gu, "");
}

function isOneMissing(shorter: readonly string[], longer: readonly string[]): boolean {
  if (longer.length - shorter.length !== 1) return false;
  const cut = longer.findIndex((character, index) => character !== shorter[index]);
  return longer.every((character, index) => index === cut || character === shorter[index < cut ? index : index - 1]);
}

function isHan(character: string): boolean {
  return /^\p{Script=Han}$/u.test(character);
}

function isBlue(key: string): boolean {
  return /^\p{Script=Han}[A-Z][A-Z0-9]{5}$/u.test(key);
}

/** Small new-energy cars carry their letter third, large ones last. */
function isNewEnergy(key: string): boolean {
  return /^\p{Script=Han}[A-Z](?:[A-HJK][A-Z0-9]\d{4}|\d{5}[A-HJK])$/u.test(key);
}
