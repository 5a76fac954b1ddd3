import { createHash } from "node:crypto";
import type http from "node:http";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import type pg from "pg";
import * as z from "zod";
import { limits } from "#contracts/limits.ts";
import { digestSchema } from "#contracts/names.ts";
import { parsePhotoUploadId, photoKindSchema, photoMediaType, photosPath, photoUploadId } from "#contracts/photo.ts";
import { inTransaction } from "../link/in-transaction.ts";
import { log } from "../link/log.ts";
import { countUnnamed, type PhotoStanding, readStanding, storePhoto } from "../report/photo-rows.ts";
import type { EdgeIdentity } from "../report/stream-rows.ts";
import type { PhotoFiles } from "./photo-files.ts";

/** Photos of an edge that no record names: records may be behind, but not for ever. */
const unnamedMax = 64;
/** Uploads of an edge that have begun; it sends one at a time and may have changed its mind a few times. */
const uploadsMax = 8;

const metadataSchema = z.object({ sha256: digestSchema, kind: photoKindSchema });

/** A request that is answered here, before tus. */
class Answer extends Error {
  override readonly name = "Answer";
  /** As tus reads it, when one of its hooks throws. */
  readonly status_code: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, why: string, headers: Readonly<Record<string, string>> = {}) {
    super(why);
    this.status_code = status;
    this.body = `${why}\n`;
    this.headers = headers;
  }
}

/**
 * Takes photos of edges by tus. An upload's id is the photo's own SHA-256, so beginning it again goes on with it; it is
 * there for others only once every byte has been checked, and until then it is nowhere but among the uploads.
 */
export class PhotoDoor {
  readonly #pool: pg.Pool;
  readonly #files: PhotoFiles;
  #uploads: { readonly store: FileStore; readonly tus: Server } | null = null;
  /** Whose uploads are: what tus tells of one is its id alone. */
  readonly #edges = new Map<string, EdgeIdentity>();
  readonly #finishing = new Map<string, Promise<void>>();

  constructor({ pool, files }: { pool: pg.Pool; files: PhotoFiles }) {
    this.#pool = pool;
    this.#files = files;
  }

  /** Is this a request for photos? */
  isFor(url: string): boolean {
    return url === photosPath || url.startsWith(`${photosPath}/`);
  }

  /** Answers a request of this edge, which has been let in. Rejects when the database or the disk is away. */
  async handle(request: http.IncomingMessage, response: http.ServerResponse, edge: EdgeIdentity): Promise<void> {
    this.#edges.set(edge.edgeId, edge);
    try {
      await this.#prepare(request, edge);
    } catch (error) {
      if (!(error instanceof Answer)) throw error;
      if (!request.complete && request.method === "PATCH") response.setHeader("Connection", "close");
      response.writeHead(error.status_code, {
        "Tus-Resumable": "1.0.0",
        "Cache-Control": "no-store",
        ...error.headers,
      });
      response.end(request.method === "HEAD" ? undefined : error.body);
      return;
    }
    const { tus } = await this.#ready();
    await tus.handle(request, response);
  }

  /** Everything that is to be known before tus may answer. Throws {@link Answer} when tus need not. */
  async #prepare(request: http.IncomingMessage, edge: EdgeIdentity): Promise<void> {
    const { method = "", url = "" } = request;
    if (method === "OPTIONS") return;
    if (method === "POST" && url === photosPath) return this.#prepareBegin(request, edge);
    if (method !== "HEAD" && method !== "PATCH") throw new Answer(405, "method");
    const sha256 = this.#named(url, edge);
    const standing = await this.#standing(edge, sha256);
    if (standing.isUnwanted) throw new Answer(410, "erased");
    if (standing.stored !== null) throw new Answer(method === "HEAD" ? 200 : 409, "stored", offsetAt(standing.stored));
    const upload = await this.#upload(edge, sha256);
    if (upload === null) throw new Answer(404, "upload");
    // every byte was here when the last process ended, or when its check failed for want of a database
    if (upload.isWhole) {
      await this.#finish(edge, sha256, upload.size);
      throw new Answer(method === "HEAD" ? 200 : 409, "stored", offsetAt({ bytes: upload.size }));
    }
  }

  async #prepareBegin(request: http.IncomingMessage, edge: EdgeIdentity): Promise<void> {
    const length = Number(request.headers["upload-length"] ?? Number.NaN);
    if (!Number.isInteger(length) || length < 1) throw new Answer(400, "length");
    if (length > limits.photoBytesMax) throw new Answer(413, "tooLarge");
    const said = readMetadata(request.headers["upload-metadata"]);
    const parsed = metadataSchema.safeParse(said);
    if (!parsed.success || said.edgeId !== edge.edgeId) throw new Answer(400, "metadata");
    const { sha256 } = parsed.data;
    const standing = await this.#standing(edge, sha256);
    if (standing.isUnwanted) throw new Answer(410, "erased");
    // beginning anew would cut off what is here: it is gone on with, where a HEAD says
    if (standing.stored !== null || (await this.#upload(edge, sha256)) !== null) throw new Answer(409, "begun");
    if (!(await this.#files.hasRoom())) throw new Answer(503, "noRoom", { "Retry-After": "60" });
    if ((await this.#files.uploadsOf(edge.edgeId)) >= uploadsMax)
      throw new Answer(429, "uploads", { "Retry-After": "60" });
    if (standing.isNamed) return;
    const unnamed = await inTransaction(this.#pool, (sql) => countUnnamed(sql, edge));
    if (unnamed >= unnamedMax) throw new Answer(429, "unnamed", { "Retry-After": "60" });
  }

  /** Made once its folder is there: the store's own try to make it would end the process with a disk that is not there. */
  async #ready() {
    if (this.#uploads !== null) return this.#uploads;
    await this.#files.prepare();
    const store = new FileStore({ directory: this.#files.uploads });
    const tus = new Server({
      path: photosPath,
      datastore: store,
      relativeLocation: true,
      maxSize: limits.photoBytesMax,
      disableTerminationForFinishedUploads: true,
      allowedOrigins: ["null"],
      namingFunction: (_request, metadata) => photoUploadId(metadata?.edgeId ?? "", metadata?.sha256 ?? ""),
      onUploadFinish: async (_request, { id, size = 0 }) => {
        const named = parsePhotoUploadId(id);
        const edge = this.#edges.get(named?.edgeId ?? "");
        if (named !== null && edge !== undefined) await this.#finish(edge, named.sha256, size);
        return {};
      },
    });
    this.#uploads = { store, tus };
    return this.#uploads;
  }

  #named(url: string, edge: EdgeIdentity): string {
    const id = parsePhotoUploadId(url.slice(photosPath.length + 1));
    if (id === null) throw new Answer(404, "upload");
    if (id.edgeId !== edge.edgeId) throw new Answer(403, "otherEdge");
    return id.sha256;
  }

  #standing(edge: EdgeIdentity, sha256: string): Promise<PhotoStanding> {
    return inTransaction(this.#pool, (sql) => readStanding(sql, edge, sha256));
  }

  /** An upload as far as it is; null when there is none. What a crash left of one without its description is none. */
  async #upload({ edgeId }: EdgeIdentity, sha256: string): Promise<{ size: number; isWhole: boolean } | null> {
    const { store } = await this.#ready();
    try {
      const { size = 0, offset } = await store.getUpload(photoUploadId(edgeId, sha256));
      return { size, isWhole: offset >= size };
    } catch (error) {
      log.debug({ edgeId, reason: (error as Error).message }, "no upload to go on with");
      await this.#files.removeUpload({ edgeId, sha256 });
      return null;
    }
  }

  /** Checks an upload that is whole, and stores it. Once at a time for each. Throws {@link Answer}. */
  #finish(edge: EdgeIdentity, sha256: string, size: number): Promise<void> {
    const id = photoUploadId(edge.edgeId, sha256);
    const running = this.#finishing.get(id);
    if (running !== undefined) return running;
    const finish = this.#finishOnce(edge, sha256, size).finally(() => this.#finishing.delete(id));
    this.#finishing.set(id, finish);
    return finish;
  }

  async #finishOnce(edge: EdgeIdentity, sha256: string, size: number): Promise<void> {
    const place = { lotId: edge.lotId, edgeId: edge.edgeId, sha256 };
    const content = (await this.#files.readUpload(place)) ?? Buffer.alloc(0);
    const mediaType = photoMediaType(content);
    const isRight = content.length === size && createHash("sha256").update(content).digest("hex") === sha256;
    if (!isRight || mediaType === null) {
      await this.#files.removeUpload(place);
      log.warn({ edgeId: edge.edgeId, isRight, mediaType }, "an upload is not the photo that it was said to be");
      throw new Answer(isRight ? 415 : 422, isRight ? "type" : "digest");
    }
    const isWanted = await inTransaction(this.#pool, async (sql) => {
      const { isUnwanted } = await readStanding(sql, edge, sha256, true);
      if (isUnwanted) return false;
      await this.#files.publish(place);
      await storePhoto(sql, edge, { sha256, bytes: size, mediaType });
      return true;
    });
    if (isWanted) return;
    await this.#files.removeUpload(place);
    throw new Answer(410, "erased");
  }
}

function offsetAt({ bytes }: { bytes: number }): Record<string, string> {
  return { "Upload-Offset": String(bytes), "Upload-Length": String(bytes) };
}

/** `key base64(value)`, with commas between; what is written otherwise says nothing. */
function readMetadata(header: string | string[] | undefined): Record<string, string> {
  const pairs = String(header ?? "")
    .split(",")
    .slice(0, 16);
  const entries = pairs.map((pair) => {
    const [key = "", value = ""] = pair.trim().split(" ");
    return [key, Buffer.from(value, "base64").toString("utf8")] as const;
  });
  return Object.fromEntries(entries);
}
