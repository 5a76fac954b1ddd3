import { XMLParser } from "fast-xml-parser";
import type { EnumValue } from "#engine/model/enums.ts";
import { type CameraMessage, MessageFormatError } from "./observation.ts";
import { digestId, type MessagePart, textOf } from "./read-parts.ts";

// local names only: the namespace differs by firmware; entities are not expanded, so none can be made to explode
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: true,
});

const vehicleClasses: Readonly<Record<string, EnumValue<"vehicleClass">>> = {
  vehicle: "car",
  car: "car",
  saloon: "car",
  smallcar: "car",
  minicar: "car",
  suvmpv: "car",
  suv: "car",
  mpv: "car",
  buggy: "car",
  van: "van",
  pickuptruck: "van",
  truck: "lorry",
  lighttruck: "lorry",
  mediumtruck: "lorry",
  largetruck: "lorry",
  mediumheavytruck: "lorry",
  bus: "bus",
  largebus: "bus",
  mediumbus: "minibus",
  twowheelvehicle: "motorcycle",
  motorcycle: "motorcycle",
};

const plateColors: Readonly<Record<string, EnumValue<"plateColor">>> = {
  blue: "blue",
  yellow: "yellow",
  white: "white",
  black: "black",
  green: "green",
  red: "red",
  newenergygreen: "green",
  newenergyyellowgreen: "yellowGreen",
  yellowgreen: "yellowGreen",
  mixedcolor: "other",
  other: "other",
};

const plateTypes: Readonly<Record<string, EnumValue<"plateType">>> = {
  civil: "civil",
  "92typecivilvehicle": "civil",
  "02typepersonalvehicle": "civil",
  yellowtworowcivil: "civil",
  newenergy: "newEnergy",
  newenergysmallvehicle: "newEnergy",
  newenergylargevehicle: "newEnergy",
  police: "police",
  "92typepolice": "police",
  arm: "military",
  "92typearm": "military",
  military: "military",
  emergency: "emergency",
  embassy: "embassy",
  consulate: "consulate",
  government: "government",
  taxi: "taxi",
  temporary: "temporary",
  trailer: "trailer",
};

/** A real message has a few dozen; the parser takes the longer for each the more there are, and no lane decides meanwhile. */
const tagsMax = 4_000;

/** What cameras write where there is no plate to read. */
const noPlateWords = new Set(["", "unknown", "noplate", "no plate", "none"]);

/**
 * Reads an ISAPI push of a Hikvision camera: `anpr.xml` alone or as a part beside photos; also its heartbeats.
 * Throws {@link MessageFormatError}.
 */
export function readHikvision(parts: readonly MessagePart[]): CameraMessage {
  const part = parts.find(isXml);
  if (part === undefined) throw new MessageFormatError("a Hikvision message needs an XML part such as anpr.xml");
  const alert = parseAlert(textOf(part));
  const eventType = text(alert, "eventType");
  if (eventType === null) throw new MessageFormatError("EventNotificationAlert has no eventType");
  const cameraTime = parseTime(text(alert, "dateTime"));
  if (eventType.toLowerCase() !== "anpr") return otherEvent(eventType, text(alert, "eventState"), cameraTime);
  const anpr = child(alert, "ANPR");
  if (anpr === null) throw new MessageFormatError("an ANPR event has no ANPR element");
  const plateRaw = readPlate(anpr);
  return {
    kind: "vehicle",
    observation: {
      plateRaw,
      confidence: plateRaw === null ? null : readConfidence(anpr),
      plateCountry: readCountry(anpr),
      plateType: plateTypes[word(anpr, "plateType")] ?? null,
      plateColor: plateColors[word(anpr, "plateColor")] ?? null,
      vehicleClass: vehicleClasses[word(anpr, "vehicleType")] ?? null,
      cameraTime,
      vendorEventId: readEventId(alert, anpr) ?? digestId(part),
      isRetransmitted: word(alert, "isDataRetransmission") === "true" || word(anpr, "isDataRetransmission") === "true",
    },
  };
}

type Element = Readonly<Record<string, unknown>>;

function isXml({ name, mediaType, bytes }: MessagePart): boolean {
  if (/xml/i.test(mediaType) || /\.xml$/i.test(name)) return true;
  return name === "" && bytes.subarray(0, 64).toString("latin1").trimStart().startsWith("<");
}

function parseAlert(xml: string): Element {
  if (xml.split("<", tagsMax + 1).length > tagsMax)
    throw new MessageFormatError(`the XML has more than ${tagsMax} tags`);
  let document: unknown;
  try {
    document = parser.parse(xml, true);
  } catch (cause) {
    throw new MessageFormatError(`the XML cannot be read: ${(cause as Error).message}`);
  }
  const alert = isElement(document) ? child(document, "EventNotificationAlert") : null;
  if (alert === null) throw new MessageFormatError("the XML holds no EventNotificationAlert");
  return alert;
}

function otherEvent(eventType: string, state: string | null, cameraTime: number | null): CameraMessage {
  const name = eventType.toLowerCase();
  // a camera that has nothing to say sends an inactive videoloss event
  const isHeartbeat = name === "heartbeat" || (name === "videoloss" && state?.toLowerCase() === "inactive");
  return isHeartbeat ? { kind: "heartbeat", cameraTime } : { kind: "ignored", why: `event ${eventType.slice(0, 40)}` };
}

function readPlate(anpr: Element): string | null {
  const raw = text(anpr, "licensePlate");
  if (raw === null) throw new MessageFormatError("ANPR has no licensePlate");
  if (raw.length > 64) throw new MessageFormatError("licensePlate is longer than 64 characters");
  return noPlateWords.has(raw.toLowerCase()) ? null : raw;
}

function readConfidence(anpr: Element): number | null {
  const level = Number(text(anpr, "confidenceLevel") ?? Number.NaN);
  return level >= 0 && level <= 100 ? level / 100 : null;
}

/** Some firmware gives letters, some a number of its own list; only letters mean the same everywhere. */
function readCountry(anpr: Element): string | null {
  const code = text(anpr, "country") ?? "";
  return /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null;
}

function readEventId(alert: Element, anpr: Element): string | null {
  const id = text(alert, "UUID") ?? text(anpr, "UUID");
  return id !== null && id.length >= 8 && id.length <= 128 ? id : null;
}

function parseTime(value: string | null): number | null {
  if (value === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) || time < 0 ? null : time;
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function child(element: Element, name: string): Element | null {
  const value = Object.hasOwn(element, name) ? element[name] : null;
  return isElement(value) ? value : null;
}

function text(element: Element, name: string): string | null {
  const value = Object.hasOwn(element, name) ? element[name] : null;
  return typeof value === "string" ? value : null;
}

function word(element: Element, name: string): string {
  return (text(element, name) ?? "").toLowerCase();
}
