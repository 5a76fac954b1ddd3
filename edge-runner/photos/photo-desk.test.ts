import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Trouble } from "#contracts/local-record.ts";
import type { PhotoKind } from "#contracts/photo.ts";
import { Journal } from "../report/journal.ts";
import type { DiskStep } from "../report/journal-disk.ts";
import { startSourceWorker } from "../testing/source-worker.ts";
import { waitFor } from "../testing/test-lot.ts";
import type { CameraPhoto } from "./camera-photo.ts";
import { PhotoDesk } from "./photo-desk.ts";
import { PhotoStore } from "./photo-store.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "photo-desk-"));
const passage = (n: number) => `testedge01-0123456789abcdef-${n}`;

let journal: Journal;
let desk: PhotoDesk;
let step: DiskStep;
let troubles: Trouble[];
let stored: number;

beforeEach(async () => {
  step = "ok";
  troubles = [];
  stored = 0;
  const place = fs.mkdtempSync(path.join(folder, "edge-"));
  const onFatal = (reason: string) => {
    throw new Error(reason);
  };
  const file = path.join(place, "journal.db");
  journal = await Journal.start({ file, edgeId: "testedge01", startWorker: startSourceWorker, onFatal });
  desk = makeDesk(place, 1_000_000);
  await desk.start();
});
afterEach(async () => {
  await desk.stop();
  await journal.close();
});

function makeDesk(place: string, bytesMax: number): PhotoDesk {
  return new PhotoDesk({
    journal: {
      change: (changes) => journal.change(changes),
      read: journal.read,
      get disk() {
        return { ...journal.disk, step };
      },
    },
    store: new PhotoStore(path.join(place, "photos")),
    bytesMax: () => bytesMax,
    onTrouble: async (trouble, changes) => {
      troubles.push(trouble);
      await journal.change(changes);
    },
    onStored: () => {
      stored++;
    },
    log: pino({ level: "silent" }),
  });
}

function photo(kind: PhotoKind, bytes = 1_000): CameraPhoto {
  const content = randomBytes(bytes);
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { kind, sha256, bytes, mediaType: "image/jpeg", content };
}

async function see(n: number, isKept: boolean, bytes?: number) {
  const photos = [photo("plate", bytes), photo("scene", bytes)];
  const taken = desk.take(passage(n), photos, isKept, n);
  await journal.change(taken.changes);
  const before = stored;
  taken.keep();
  await waitFor(() => stored === before + taken.changes.length, "photos are on disk");
  return taken.refs.map(({ kind, lost }) => `${kind} ${lost ?? "taken"}`);
}

const order = () => journal.read.photosWhere("toSend").map(({ passage_id, kind }) => `${passage_id.slice(-1)} ${kind}`);

describe("photos of an edge", () => {
  it("go plate before scene, a car that was held before one that passed, and the newest first", async () => {
    await see(1, false);
    await see(2, true);
    await see(3, false);
    expect(order()).toEqual(["2 plate", "3 plate", "1 plate", "2 scene", "3 scene", "1 scene"]);
    await journal.change([{ statement: "keepPhotos", values: [passage(1)] }]);
    expect(order().slice(0, 2)).toEqual(["2 plate", "1 plate"]);
  });

  it("of a car that was held stay on a disk that fills; of the others scenes go first, then plates", async () => {
    await see(1, false);
    await see(2, true);
    step = "low";
    expect(await see(3, false)).toEqual(["plate taken", "scene diskPressure"]);
    await waitFor(() => !order().includes("1 scene"), "the scene has gone");
    expect(order()).toEqual(["2 plate", "3 plate", "1 plate", "2 scene"]);
    step = "critical";
    await waitFor(() => order().length === 2, "the plates have gone");
    expect(order()).toEqual(["2 plate", "2 scene"]);
    expect(await see(4, false)).toEqual(["plate diskPressure", "scene diskPressure"]);
    expect(await see(5, true)).toEqual(["plate taken", "scene taken"]);
    step = "full";
    expect(await see(6, true)).toEqual(["plate diskPressure", "scene diskPressure"]);
    expect(order()).toHaveLength(4);
    const lost = troubles.flatMap((trouble) => (trouble.what === "photosLost" ? trouble.photos : []));
    expect(lost.map(({ passageId, kind }) => `${passageId.slice(-1)} ${kind}`)).toEqual([
      "1 scene",
      "1 plate",
      "3 plate",
    ]);
  });

  it("keep to their bound, and what has to be kept is not pushed out by what comes", async () => {
    await desk.stop();
    desk = makeDesk(fs.mkdtempSync(path.join(folder, "edge-")), 10_000);
    await desk.start();
    for (let n = 1; n <= 4; n++) expect(await see(n, false, 1_200)).toEqual(["plate taken", "scene taken"]);
    for (let n = 5; n <= 7; n++) expect(await see(n, true, 1_200)).toEqual(["plate taken", "scene taken"]);
    await waitFor(() => journal.read.photoBytes() <= 10_000, "room has been made");
    expect(order()).toEqual(["7 plate", "6 plate", "5 plate", "4 plate", "3 plate", "7 scene", "6 scene", "5 scene"]);
    expect(await see(8, true, 2_000)).toEqual(["plate taken", "scene diskPressure"]);
  });

  it("that were named and never written are told of at the next start", async () => {
    const taken = desk.take(passage(1), [photo("scene")], false, 1);
    await journal.change(taken.changes);
    await desk.stop();
    desk = makeDesk(fs.mkdtempSync(path.join(folder, "edge-")), 1_000_000);
    await desk.start();
    await waitFor(() => journal.read.photosWaiting().waiting === 0, "the loss is told");
    expect(troubles).toMatchObject([{ what: "photosLost", why: "notWritten", photos: [{ kind: "scene" }] }]);
  });
});
