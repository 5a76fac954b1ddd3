import { caughtAs } from "../caught-as.ts";
import { QuoteError } from "../price/quote-error.ts";
import { readStay, type Stay } from "../price/stay.ts";

const textKeys: ReadonlySet<string> = new Set(["vehicleClass", "propulsion", "permit", "entitlement", "tariffSha256"]);

/** The stay of a record, without the name of the tariff that priced it; null when it cannot be read as a stay. */
export function recordedStay(recorded: Readonly<Record<string, unknown>>): Stay | null {
  // Nearly every stay has times and a few words and nothing else: no schema is needed to see that it is sound.
  for (const key in recorded) {
    const value = recorded[key];
    const isTime = (key === "entryAt" || key === "exitAt") && Number.isSafeInteger(value);
    if (!isTime && !(textKeys.has(key) && typeof value === "string")) return checkedStay(recorded);
  }
  return recorded.entryAt === undefined || recorded.exitAt === undefined ? null : (recorded as unknown as Stay);
}

function checkedStay({ tariffSha256: _, ...stay }: Readonly<Record<string, unknown>>): Stay | null {
  try {
    return readStay(stay);
  } catch (error) {
    caughtAs(QuoteError, error);
    return null;
  }
}
