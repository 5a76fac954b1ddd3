import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { findCredentialHash } from "#server/link/edge-credential.ts";
import { EdgeDirectory } from "#server/link/edge-directory.ts";
import { EdgeDoor } from "#server/link/edge-door.ts";
import { EdgeHttp } from "#server/link/edge-http.ts";
import { openPool } from "#server/link/open-pool.ts";
import { PhotoDoor } from "#server/photos/photo-door.ts";
import { PhotoFiles } from "#server/photos/photo-files.ts";
import { fillDisk } from "./fill-disk.ts";

// The cloud's door for photos on a disk of its own (the small tmpfs that PHOTOS names), which it fills and empties when
// it is told to. Says its port, and answers each line of standard input with a line of JSON.
const folder = process.env.PHOTOS!;
const filler = path.join(folder, "filler");
const pool = openPool(process.env.DATABASE_URL!, { name: "photos", max: 2 });
const files = new PhotoFiles(folder);
const http = new EdgeHttp({
  host: "127.0.0.1",
  port: 0,
  pool,
  edges: new EdgeDirectory(pool),
  door: new EdgeDoor({ findHash: (edgeId) => findCredentialHash(pool, edgeId) }),
  documents: { readBlob: () => Promise.reject(new Error("not here")) },
  photos: new PhotoDoor({ pool, files }),
  onPassages: () => undefined,
});
http.start();
while (http.port === 0) await new Promise((resolve) => setTimeout(resolve, 10));
say({ port: http.port });

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const [word, lotId = "", edgeId = "", sha256 = ""] = line.split(" ");
    if (word === "fill") fillDisk(filler);
    if (word === "free") fs.rmSync(filler);
    if (word === "read")
      void files.read({ lotId, edgeId, sha256 }).then((content) => say({ bytes: content?.length ?? null }));
    else say({ done: word });
  })
  .on("close", () => process.exit(0));

function say(value: object): void {
  process.stdout.write(`${JSON.stringify({ said: true, ...value })}\n`);
}
