import { DetailedError, type HttpStack, Upload } from "tus-js-client";
import { type PhotoRef, photosPath, photoUploadId } from "#contracts/photo.ts";

/** What became of an upload. */
export type UploadOutcome =
  /** The cloud has it, whole and checked. */
  | { readonly kind: "stored" }
  /** The cloud does not want it any more: the passage's personal data were erased. */
  | { readonly kind: "unwanted" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly reason: string };

export type UploadTarget = {
  readonly httpUrl: string;
  readonly edgeId: string;
  readonly password: string;
  readonly stack: HttpStack;
  /** What goes in one request: a cut costs the cloud's answer to it, and no byte. */
  readonly chunkBytes: number;
};

/** The cloud would say the same again. */
const refusals = new Set([400, 404, 413, 415, 422]);

/**
 * Uploads one photo, going on where an earlier try was cut off: the cloud's word on how far it is is the only cursor.
 * Never rejects. `signal` stops it between any two bytes.
 */
export function uploadPhoto(
  target: UploadTarget,
  photo: Pick<PhotoRef, "kind" | "sha256" | "mediaType">,
  content: Buffer,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const { edgeId, password } = target;
  const endpoint = target.httpUrl.replace(/\/$/, "") + photosPath;
  return new Promise((resolve) => {
    const upload = new Upload(content, {
      endpoint,
      uploadUrl: `${endpoint}/${photoUploadId(edgeId, photo.sha256)}`,
      metadata: { edgeId, sha256: photo.sha256, kind: photo.kind, mediaType: photo.mediaType },
      headers: { Authorization: `Basic ${Buffer.from(`${edgeId}:${password}`).toString("base64")}` },
      chunkSize: target.chunkBytes,
      // when to try again is decided once, for all photos
      retryDelays: null,
      storeFingerprintForResuming: false,
      httpStack: target.stack,
      onSuccess: () => end({ kind: "stored" }),
      onError: (error) => end(outcomeOf(error)),
    });
    const end = (outcome: UploadOutcome) => {
      signal.removeEventListener("abort", stop);
      resolve(outcome);
    };
    const stop = () => {
      void upload.abort();
      end({ kind: "later", reason: "stopped" });
    };
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    else upload.start();
  });
}

function outcomeOf(error: Error): UploadOutcome {
  const status = error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
  const reason = status === 0 ? error.message.slice(0, 200) : `HTTP ${status}`;
  if (status === 410) return { kind: "unwanted" };
  return { kind: refusals.has(status) ? "refused" : "later", reason };
}
