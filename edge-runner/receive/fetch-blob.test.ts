import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleBlob, encodePart, type Want } from "#contracts/document-request.ts";
import { limits } from "#contracts/limits.ts";
import { BlobError, BlobFetcher } from "./fetch-blob.ts";

const bytes = randomBytes(300_000);
const sha256 = createHash("sha256").update(bytes).digest("hex");
const name = bundleBlob(sha256);
const timing = { answerTimeoutMs: 500, retryMs: 5 };

type Serve = (request: http.IncomingMessage, response: http.ServerResponse) => void;
let server: http.Server;
let serve: Serve;
let requests: { range: string | undefined; ifRange: string | undefined }[];
let fetcher: BlobFetcher;
let wants: Want[];

/** Answers what the server is asked for, but breaks off after so many bytes. */
function cutting(after: number, etag = "first"): Serve {
  return (request, response) => {
    const from =
      request.headers["if-range"] === `"${etag}"`
        ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0)
        : 0;
    const rest = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { ETag: `"${etag}"`, "Content-Length": rest.length });
    response.write(rest.subarray(0, after), () => (after < rest.length ? response.destroy() : response.end()));
  };
}

function makeFetcher(httpUrl: string | undefined, isLinked = true): BlobFetcher {
  const made: BlobFetcher = new BlobFetcher({
    edge: { edgeId: "testedge01", password: "secret", httpUrl },
    way: () => ({ kbitPerSecond: 1_000_000, localAddress: null }),
    want: (want) => {
      wants.push(want);
      if (isLinked && want.kind === "part") {
        const part = bytes.subarray(want.offset, want.offset + limits.partBytesMax);
        const head = { v: 1 as const, name, etag: "first", offset: want.offset, total: bytes.length };
        setImmediate(() => made.receive(encodePart({ ...head, bytes: part })));
      }
      return isLinked;
    },
    log: pino({ level: "silent" }),
    timing,
  });
  return made;
}

beforeEach(async () => {
  requests = [];
  wants = [];
  server = http.createServer((request, response) => {
    requests.push({ range: request.headers.range, ifRange: request.headers["if-range"] as string | undefined });
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  fetcher = makeFetcher(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  fetcher.stop();
  server.closeAllConnections();
  server.close();
});

describe("a large thing from the cloud", () => {
  it("is gone on with where it broke off", async () => {
    serve = cutting(70_000);
    expect(Buffer.from(await fetcher.fetch(name)).equals(bytes)).toBe(true);
    expect(requests.length).toBeGreaterThan(3);
    expect(requests[1]!.ifRange).toBe('"first"');
    expect(wants).toEqual([]);
  });

  it("is begun anew when it is another by then", async () => {
    let asked = 0;
    serve = (request, response) =>
      cutting(asked++ === 0 ? 70_000 : bytes.length, asked === 1 ? "first" : "second")(request, response);
    expect(Buffer.from(await fetcher.fetch(name)).equals(bytes)).toBe(true);
    expect(requests).toHaveLength(2);
  });

  it("comes piece by piece over the link where HTTP is blocked, going on with what had come", async () => {
    let asked = 0;
    serve = (request, response) => {
      if (asked++ === 0) cutting(100_000)(request, response);
      else response.writeHead(403).end("blocked by the hotel");
    };
    expect(Buffer.from(await fetcher.fetch(name)).equals(bytes)).toBe(true);
    const offsets = wants.map((want) => (want.kind === "part" ? want.offset : -1));
    expect(offsets[0]).toBeGreaterThan(0);
    expect(wants.length).toBeLessThanOrEqual(Math.ceil((bytes.length - offsets[0]!) / limits.partBytesMax));
  });

  it("is given up when nobody has it, or nobody answers", async () => {
    serve = (_request, response) => response.writeHead(404, { "X-Liftgate": "none" }).end();
    await expect(fetcher.fetch(name)).rejects.toThrow(BlobError);
    const alone = makeFetcher(undefined, false);
    await expect(alone.fetch(name)).rejects.toThrow(/no answer/);
    alone.stop();
  });
});
