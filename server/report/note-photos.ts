import { type LocalBody, localBodySchema } from "#contracts/local-record.ts";
import type { RecordFrame } from "#contracts/record.ts";
import { toText } from "#contracts/text.ts";
import type { LostPhoto, NamedPhoto } from "./photo-rows.ts";
import { readPersonal } from "./read-record.ts";
import type { EdgeIdentity } from "./stream-rows.ts";

/** The photos that the personal part of a passage's record names. */
export function photosNamed(edge: EdgeIdentity, passageId: string, personal: Uint8Array | null): NamedPhoto[] {
  const { operatorId, lotId, edgeId } = edge;
  // most parts name none, and reading them for that would be half the work of taking a record
  if (personal === null || !Buffer.from(personal.buffer, personal.byteOffset, personal.length).includes('"photos"'))
    return [];
  const refs = readPersonal(personal)?.photos ?? [];
  return refs.map((ref) => ({ operatorId, lotId, edgeId, passageId, ref }));
}

/** A record of stream `l`; null for any other, and for one that cannot be read. */
export function readLocalRecord(frame: Pick<RecordFrame, "stream" | "body">): LocalBody | null {
  if (frame.stream !== "l" || frame.body === null) return null;
  try {
    return localBodySchema.safeParse(JSON.parse(toText(frame.body))).data ?? null;
  } catch {
    return null; // kept as a record, like every other; it just says nothing
  }
}

/** The photos that a record of stream `l` says are lost. An edge speaks of its own passages alone. */
export function photosLost(edge: EdgeIdentity, body: LocalBody | null): LostPhoto[] {
  if (body?.kind !== "trouble" || body.trouble.what !== "photosLost") return [];
  const { operatorId, lotId, edgeId } = edge;
  const { why, photos } = body.trouble;
  return photos
    .filter(({ passageId }) => passageId.startsWith(`${edgeId}-`))
    .map(({ passageId, kind }) => ({ operatorId, lotId, edgeId, passageId, kind, why }));
}
