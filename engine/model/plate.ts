import { latinLookAlikes, noPlateWords, simplifiedForms } from "./plate-characters.ts";

/**
 * The key under which a plate is looked up, from a raw reading and the country (ISO 3166 alpha-2) of the place. Empty
 * when there is no plate. The raw reading is kept beside the key, never replaced by it. Normalising a key again gives
 * the same key.
 *
 * @example normalisePlate("京a·1O345", "CN") // "京A10345"
 */
export function normalisePlate(raw: string, country: string): string {
  const place = country.toUpperCase();
  const spelled = dropCountryMark(dropLabel(toCapitals(raw).trim()), place);
  const joined = compose(spelled.replace(notPlateCharacters, "")).replace(chineseLabel, "");
  const letters = usesHan.has(place) ? mapEach(joined, simplifiedForms) : joined;
  const key = place === "CN" ? rewriteSerial(letters) : letters;
  return noPlateWords.has(key) || /^0+$/.test(key) ? "" : key;
}

/** A plate as logs may hold it: enough to recognise, never the whole. */
export function maskPlate(plate: string): string {
  const characters = [...plate];
  if (characters.length < 5) return "***";
  return `${characters.slice(0, 2).join("")}***${characters.at(-1)}`;
}

/** Everything but letters, numbers and the marks that belong to letters; modifier letters are apostrophes in disguise. */
const notPlateCharacters = /[^\p{L}\p{N}\p{M}]|\p{Lm}|\p{Variation_Selector}/gu;

/** Where a traditional and a simplified character are the same character of a plate. Japan is not among them. */
const usesHan: ReadonlySet<string> = new Set(["CN", "HK", "MO", "TW"]);

function toCapitals(raw: string): string {
  // Twice: capitals can decompose into characters that compose again (i + dot above).
  const capitals = compose(raw.normalize("NFKC").toUpperCase().normalize("NFKC"));
  return mapEach(capitals.replace(/\p{Nd}/gu, asciiDigit), latinLookAlikes);
}

/** A separator between a letter and its mark, once gone, lets them compose. */
function compose(text: string): string {
  return text
    .normalize("NFD")
    .replace(/I\u0307+/gu, "I")
    .normalize("NFC");
}

/** Decimal digits of every script stand in runs of ten that begin with their zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

function mapEach(text: string, map: ReadonlyMap<string, string>): string {
  return Array.from(text, (character) => map.get(character) ?? character).join("");
}

/** The Chinese word for plate (number), with or without a colon: no plate begins with it. */
const chineseLabel = /^(?:[车車]牌(?:[号號][码碼]?)?)+/u;

/** A word before a colon is the label of a form; a province and a letter before one are a plate with its dot misread. */
function dropLabel(text: string): string {
  return text.replace(/^(?:[^\d:]{0,8}[牌号號码碼][^\d:]{0,8}|[\p{L} .#]{4,24}):\s*/u, "");
}

/** Marks by place. Elsewhere the same letters are part of a plate: UK is Uttarakhand in India, GB a series in Italy. */
const countryMarks: Readonly<Record<string, RegExp>> = {
  IN: /^IND$/,
  GB: /^(?:GB|UK)$/,
  RU: /^RUS$/,
};

function dropCountryMark(text: string, place: string): string {
  if (place === "DE") return dropGermanMark(text);
  const mark = countryMarks[place];
  if (!mark) return text;
  const tokens = text.split(/[\s\p{P}\p{S}]+/u).filter((token) => token !== "");
  if (tokens.length > 1 && mark.test(tokens[0]!)) return tokens.slice(1).join(" ");
  if (tokens.length > 1 && mark.test(tokens.at(-1)!)) return tokens.slice(0, -1).join(" ");
  return text;
}

/** D is also Düsseldorf: it is a country mark only beside a number that has its own district and hyphen. */
function dropGermanMark(text: string): string {
  const number = String.raw`[A-ZÄÖÜ]{1,3}\s*\p{Pd}\s*[A-Z]{1,2}[\s\p{Pd}]*\d{1,4}\s*[EH]?`;
  const found = new RegExp(`^(?:D[^\\p{L}\\p{N}]+(${number})|(${number})[^\\p{L}\\p{N}]+D)$`, "u").exec(text);
  return found?.[1] ?? found?.[2] ?? text;
}

/** After the province and the issuing letter a Chinese serial uses neither O nor I: they are misread digits. */
function rewriteSerial(key: string): string {
  if (!/^\p{Script=Han}[A-Z]/u.test(key)) return key;
  const [province, issuer, ...serial] = [...key];
  return `${province}${issuer}${serial.join("").replaceAll("O", "0").replaceAll("I", "1")}`;
}
