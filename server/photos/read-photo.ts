import * as z from "zod";
import { passageIdSchema } from "#contracts/names.ts";
import { type PhotoKind, type PhotoMediaType, photoKindSchema } from "#contracts/photo.ts";
import type { Db } from "#prisma/db.ts";
import type { LotContext } from "../identity/check-access.ts";
import { notFound } from "../identity/failure.ts";
import { PhotoFiles, photoFolder } from "./photo-files.ts";

export const photoInput = z.object({
  passageId: z.string().refine((id) => passageIdSchema.safeParse(id).success, "not a passage id"),
  kind: z.string().refine((kind) => photoKindSchema.safeParse(kind).success, "not a kind of photo"),
});

/** Where a photo of a passage is, or why it is not. */
type PhotoState = "here" | "atEdge" | "neverTaken" | "erased" | "expired" | "diskPressure" | "notWritten" | "refused";

export type PassagePhotoState = {
  readonly kind: PhotoKind;
  readonly state: PhotoState;
  readonly bytes: number | null;
  readonly sha256: string | null;
};

/** The photos of a passage, plate and scene, each with where it is. */
export async function readPassagePhotos(
  db: Db,
  { operatorId, lotId, passageId }: { operatorId: string; lotId: string; passageId: string },
  isErased: boolean,
): Promise<PassagePhotoState[]> {
  const named = await db.passagePhoto.findMany({ where: { operatorId, lotId, passageId } });
  const sha256 = { in: named.flatMap((photo) => photo.sha256 ?? []) };
  const here =
    named.length === 0 ? [] : await db.photo.findMany({ where: { operatorId, lotId, sha256, removedAt: null } });
  return photoKindSchema.options.map((kind) => {
    const photo = named.find((one) => one.kind === kind);
    const isHere =
      photo !== undefined && here.some((one) => one.sha256 === photo.sha256 && one.edgeId === photo.edgeId);
    const isGone = isErased || photo?.erasedAt != null;
    const state = isGone ? "erased" : isHere ? "here" : photo ? (photo.lost ?? "atEdge") : "neverTaken";
    return {
      kind,
      state: state as PhotoState,
      bytes: photo?.bytes ?? null,
      sha256: isHere && !isGone ? photo.sha256 : null,
    };
  });
}

/** One photo of a passage, its bytes checked. */
export async function readPhoto(
  { db, lot }: LotContext<"passage.read">,
  { passageId, kind }: z.output<typeof photoInput>,
  files: PhotoFiles = new PhotoFiles(photoFolder(process.env)),
): Promise<{ content: Uint8Array<ArrayBuffer>; mediaType: PhotoMediaType }> {
  const { operatorId, lotId } = lot;
  const named = await db.passagePhoto.findUnique({
    where: { operatorId_lotId_passageId_kind: { operatorId, lotId, passageId, kind } },
  });
  if (named === null || named.sha256 === null || named.erasedAt !== null) throw notFound("photo");
  const { edgeId, sha256 } = named;
  const place = { operatorId, lotId, edgeId, sha256 };
  const stored = await db.photo.findUnique({ where: { operatorId_lotId_edgeId_sha256: place } });
  const content = stored === null || stored.removedAt !== null ? null : await files.read({ lotId, edgeId, sha256 });
  if (stored === null || content === null) throw notFound("photo");
  return { content: new Uint8Array(content), mediaType: stored.mediaType as PhotoMediaType };
}
