import path from "node:path";
import type { Logger } from "pino";
import type { WholeSettings } from "#contracts/edge-settings.ts";
import type { EdgeConfig } from "../edge-config.ts";
import type { Journal } from "../report/journal.ts";
import type { LocalRecords } from "../report/local-records.ts";
import { PacedHttpStack, type PacedWay } from "./paced-http-stack.ts";
import { PhotoDesk } from "./photo-desk.ts";
import type { UplinkTerms } from "./photo-queue.ts";
import { PhotoSender } from "./photo-sender.ts";
import { PhotoStore } from "./photo-store.ts";
import { uploadPhoto } from "./upload-photo.ts";

export type WiredPhotosParts = {
  readonly edge: Pick<EdgeConfig, "edgeId" | "password">;
  /** How many are kept and how many are sent, as it is now. */
  readonly settings: () => WholeSettings["photos"];
  /** Where photos are sent. */
  readonly httpUrl: string;
  readonly folder: string;
  readonly journal: Journal;
  readonly local: Pick<LocalRecords, "say">;
  readonly mayUpload: () => boolean;
  readonly uplink: () => UplinkTerms;
  readonly way: () => PacedWay;
  readonly nowMs: () => number;
  readonly log: Logger;
};

export type WiredPhotos = {
  readonly desk: PhotoDesk;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const megabyte = 1_000_000;
/** A request takes about so long, well within what the cloud allows one. */
const chunkMs = 10_000;
const chunkBytesMax = 256 * 1024;

/** Photos with real files and sockets. */
export function wirePhotos(parts: WiredPhotosParts): WiredPhotos {
  const { edge, settings, httpUrl, folder, journal, local, log } = parts;
  const store = new PhotoStore(path.join(folder, "photos"));
  const stack = new PacedHttpStack(httpUrl, { way: parts.way });
  const target = () => ({
    httpUrl,
    edgeId: edge.edgeId,
    password: edge.password,
    stack,
    chunkBytes: chunkBytes(parts),
  });
  const desk: PhotoDesk = new PhotoDesk({
    journal,
    store,
    bytesMax: () => settings().diskMegabytes * megabyte,
    onTrouble: (trouble, changes) => local.say(trouble, changes),
    onStored: () => sender.kick(),
    log,
  });
  const sender = new PhotoSender({
    journal,
    store,
    desk,
    upload: (row, content, signal) =>
      uploadPhoto(target(), { kind: row.kind, sha256: row.sha256, mediaType: row.media_type }, content, signal),
    mayUpload: parts.mayUpload,
    uplink: parts.uplink,
    meteredBytesPerDay: () => settings().meteredMegabytesPerDay * megabyte,
    nowMs: parts.nowMs,
    random: Math.random,
    log,
  });
  return {
    desk,
    start: async () => {
      await desk.start();
      sender.start();
    },
    stop: async () => {
      await sender.stop();
      stack.close();
      await desk.stop();
    },
  };
}

function chunkBytes({ way }: Pick<WiredPhotosParts, "way">): number {
  return Math.max(1_024, Math.min(chunkBytesMax, Math.round((way().kbitPerSecond * chunkMs) / 8)));
}
