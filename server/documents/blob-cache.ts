import { gzipSync } from "node:zlib";

export type Blob = { readonly etag: string; readonly bytes: Uint8Array };

const blobsMax = 16;
const bytesMax = 64 * 1024 * 1024;

/** What edges are in the middle of having, the newest of it: they come back for the next piece. */
export class BlobCache {
  readonly #blobs = new Map<string, Blob>();
  #bytes = 0;

  get(place: string, etag: string): Blob | null {
    return this.#blobs.get(`${place}@${etag}`) ?? null;
  }

  add(place: string, blob: Blob): Blob {
    this.#blobs.set(`${place}@${blob.etag}`, blob);
    this.#bytes += blob.bytes.length;
    for (const [name, { bytes }] of this.#blobs) {
      if (this.#blobs.size <= blobsMax && this.#bytes <= bytesMax) break;
      this.#blobs.delete(name);
      this.#bytes -= bytes.length;
    }
    return blob;
  }

  addPacked(place: string, etag: string, bytes: Uint8Array): Blob {
    return this.get(place, etag) ?? this.add(place, { etag, bytes: new Uint8Array(gzipSync(bytes, { level: 9 })) });
  }
}
