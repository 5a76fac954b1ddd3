import { createHash } from "node:crypto";
import { limits } from "#contracts/limits.ts";
import { type PhotoKind, type PhotoRef, photoMediaType } from "#contracts/photo.ts";
import type { CameraConfig } from "../edge-config.ts";
import type { MessagePart } from "../gate/read-parts.ts";

/** A picture as it came with a camera's message. */
export type CameraPhoto = Omit<PhotoRef, "lost"> & { readonly content: Buffer };

/** What the vendors call their pictures, best first. What has another name is a scene at best. */
const names: Readonly<Record<CameraConfig["vendor"], Readonly<Record<PhotoKind, readonly RegExp[]>>>> = {
  plateRecognizer: { plate: [/^plate/i], scene: [/^upload$/i, /^original/i, /^vehicle/i] },
  hikvision: { plate: [/licen[cs]eplate/i], scene: [/^detection/i, /^vehicle/i] },
};

/** The pictures of a message that are worth keeping: at most one of the plate and one of the scene. */
export function cameraPhotos(vendor: CameraConfig["vendor"], parts: readonly MessagePart[]): CameraPhoto[] {
  const pictures = parts.filter(({ bytes }) => bytes.length <= limits.photoBytesMax && photoMediaType(bytes) !== null);
  const named = (kind: PhotoKind) => {
    for (const name of names[vendor][kind]) {
      const found = pictures.find((part) => name.test(part.field) || name.test(part.name));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const plate = named("plate");
  const scene = named("scene") ?? pictures.find((picture) => picture !== plate);
  return [...photoOf("plate", plate), ...photoOf("scene", scene === plate ? undefined : scene)];
}

function photoOf(kind: PhotoKind, part: MessagePart | undefined): CameraPhoto[] {
  const mediaType = part && photoMediaType(part.bytes);
  if (part === undefined || mediaType == null) return [];
  const sha256 = createHash("sha256").update(part.bytes).digest("hex");
  return [{ kind, sha256, bytes: part.bytes.length, mediaType, content: part.bytes }];
}
