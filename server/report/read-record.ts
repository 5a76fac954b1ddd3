import { passageId } from "#contracts/names.ts";
import { type Personal, personalSchema, type RecordBody, recordBodySchema } from "#contracts/record-body.ts";
import { toText } from "#contracts/text.ts";

/** Where a record stands: what its body must agree with. */
export type RecordPlace = { edgeId: string; lotId: string; epoch: string; n: number };

export type ReadBody = { readonly body: RecordBody } | { readonly problem: string };

/**
 * Reads a record's body. A body that speaks of another lot, or of a passage that this edge cannot have made, is a
 * problem like one that is no JSON: the record is kept, but it says nothing about a passage.
 */
export function readRecordBody(place: RecordPlace, bytes: Uint8Array): ReadBody {
  let value: unknown;
  try {
    value = JSON.parse(toText(bytes));
  } catch {
    return { problem: "notJson" };
  }
  const parsed = recordBodySchema.safeParse(value);
  if (!parsed.success) {
    // Only a name of our own schema may get into a message: what stands deeper came from outside.
    return { problem: `shape:${String(parsed.error.issues[0]?.path[0] ?? "")}` };
  }
  const body = parsed.data;
  if (body.lotId !== place.lotId) return { problem: "otherLot" };
  if (body.kind === "decision" && body.passageId !== passageId(place.edgeId, place.epoch, place.n))
    return { problem: "otherPassage" };
  if (!body.passageId.startsWith(`${place.edgeId}-`)) return { problem: "otherEdge" };
  return { body };
}

/** Reads a personal part; null when it is erased, empty or unreadable. */
export function readPersonal(bytes: Uint8Array | null): Personal | null {
  if (bytes === null || bytes.length === 0) return null;
  try {
    const parsed = personalSchema.safeParse(JSON.parse(toText(bytes)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // the record stands; a reader just learns no plate from it
  }
}
