import * as z from "zod/mini";
import { limits } from "./limits.ts";
import { digestSchema } from "./names.ts";

/** What a photo of a passage shows: the plate alone, or the whole scene. */
export const photoKindSchema = z.enum(["plate", "scene"]);
export type PhotoKind = z.infer<typeof photoKindSchema>;

const photoMediaTypeSchema = z.enum(["image/jpeg", "image/png"]);
export type PhotoMediaType = z.infer<typeof photoMediaTypeSchema>;

/** Why a photo that a record names will never come. */
export const photoLossSchema = z.enum(["diskPressure", "notWritten", "refused"]);
export type PhotoLoss = z.infer<typeof photoLossSchema>;

/** A photo as a record names it. Its address is the SHA-256 of its bytes, so it can come later, by another way, and be checked. */
export const photoRefSchema = z.strictObject({
  kind: photoKindSchema,
  sha256: digestSchema,
  bytes: z.int().check(z.gte(1), z.lte(limits.photoBytesMax)),
  mediaType: photoMediaTypeSchema,
  /** It was given up when the record was made; one that is given up later is told of in stream `l`. */
  lost: z.optional(photoLossSchema),
});
export type PhotoRef = z.infer<typeof photoRefSchema>;

/** Where photos are uploaded with tus: `<this>/<photoUploadId>`. */
export const photosPath = "/edge/v1/files";

/** The id of an upload: the same photo of the same edge is the same upload, however often it is begun. */
export function photoUploadId(edgeId: string, sha256: string): string {
  return `${edgeId}-${sha256}`;
}

/** Reads an upload's id; null when it is not one. */
export function parsePhotoUploadId(id: string): { edgeId: string; sha256: string } | null {
  const match = /^([a-z0-9]{6,24})-([0-9a-f]{64})$/.exec(id);
  return match === null ? null : { edgeId: match[1]!, sha256: match[2]! };
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const jpegStart = [0xff, 0xd8, 0xff];

/** What the bytes are by their own beginning; null when they are no picture of a kind that is taken. */
export function photoMediaType(bytes: Uint8Array): PhotoMediaType | null {
  if (startsWith(bytes, jpegStart)) return "image/jpeg";
  return startsWith(bytes, pngStart) ? "image/png" : null;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return bytes.length > start.length && start.every((byte, at) => bytes[at] === byte);
}
