import { createHash } from "node:crypto";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestLot } from "../testing/test-lot.ts";

const lot = new TestLot();
const sample = (name: string) => fs.readFileSync(new URL(`samples/${name}`, import.meta.url));

beforeAll(async () => {
  await lot.start();
});
afterAll(() => lot.stop());

const counts = () => lot.edge!.telemetry().refusedObservations;

async function post(url: string, body: Buffer | string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** Sends bytes as they are and returns the first line of the answer. */
function raw(text: string, thenEvery?: { text: string; ms: number }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(lot.edge!.port(), "127.0.0.1", () => socket.write(text));
    const drip = thenEvery && setInterval(() => socket.write(thenEvery.text), thenEvery.ms);
    let answer = "";
    const end = () => {
      clearInterval(drip);
      socket.destroy();
      resolve(answer.split("\r\n")[0]!);
    };
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n")) end();
    });
    socket.on("close", end);
    socket.on("error", (error) => (answer === "" && !thenEvery ? reject(error) : end()));
  });
}

describe("the door for cameras", () => {
  it("turns strangers away and counts them", async () => {
    const unknown = await post(lot.cameraUrl("entry-1").replace("entry-1-cam", "nobody"), "{}");
    const wrongToken = await post(lot.cameraUrl("entry-1", "wrong-token-wrong-token"), "{}");
    expect([unknown.status, wrongToken.status]).toEqual([404, 401]);
    for (const url of ["/", "/camera", "/camera/entry-1-cam/x/y", "/../etc/passwd"])
      expect(await raw(`POST ${url} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`)).toContain("404");
    expect((await fetch(lot.cameraUrl("entry-1"))).status).toBe(405);
    expect(counts()).toMatchObject({ unknownCamera: 1, wrongToken: 1, notFound: 4, wrongMethod: 1 });
  });

  it("knows a camera by digest as well, with either algorithm", async () => {
    const url = lot.cameraUrl("exit-1").replace(/\/[^/]+$/, "");
    const xml = sample("hikvision-heartbeat.xml");
    const type = { "Content-Type": "application/xml" };
    const challenge = await post(url, xml, type);
    expect(challenge.status).toBe(401);
    const offered = challenge.headers.get("www-authenticate")!;
    const nonce = /nonce="([^"]+)"/.exec(offered)![1]!;
    const answer = (algorithm: "MD5" | "SHA-256", password: string, nc: string) => {
      const hash = (text: string) =>
        createHash(algorithm === "MD5" ? "md5" : "sha256")
          .update(text)
          .digest("hex");
      const secret = hash(`exit-1-cam:liftgate:${password}`);
      const uri = "/camera/exit-1-cam";
      const response = hash(`${secret}:${nonce}:${nc}:c:auth:${hash(`POST:${uri}`)}`);
      return `Digest username="exit-1-cam", realm="liftgate", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="c", algorithm=${algorithm}, response="${response}"`;
    };
    const token = lot.config.lanes[1]!.cameras[0]!.token;
    const send = (authorization: string) => post(url, xml, { ...type, Authorization: authorization });
    expect(await send(answer("MD5", token, "00000001"))).toMatchObject({ status: 200, text: '{"heartbeat":true}\n' });
    expect((await send(answer("SHA-256", token, "00000002"))).status).toBe(200);
    expect((await send(answer("MD5", "guess", "00000003"))).status).toBe(401);
    expect((await send(answer("MD5", token, "00000002"))).status).toBe(401);
  });

  it("refuses a message above 8 MB, announced or not, and goes on", async () => {
    const big = Buffer.alloc(9 * 1024 * 1024, 32);
    const type = { "Content-Type": "application/json" };
    const announced = await post(lot.cameraUrl("entry-1"), big, type).catch((error: Error) => error.message);
    if (typeof announced !== "string") expect(announced.status).toBe(413);
    const { pathname } = new URL(lot.cameraUrl("entry-1"));
    const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `${(1024 * 1024).toString(16)}\r\n${" ".repeat(1024 * 1024)}\r\n`;
    expect(await raw(head + chunk.repeat(9))).toContain("413");
    expect(await raw(`${head.replace("Transfer-Encoding: chunked", "Content-Length: 9437184")}`)).toContain("413");
    expect(counts().tooLarge).toBeGreaterThanOrEqual(2);
    expect(await lot.see("entry-1", "京A11111")).toMatchObject({ status: 200 });
  });

  it("does not wait for a message that trickles in", async () => {
    const { pathname } = new URL(lot.cameraUrl("entry-1"));
    const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
    const start = performance.now();
    expect(await raw(head, { text: " ", ms: 100 })).toContain("408");
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(counts().tooSlow).toBe(1);
  });

  it("says what is wrong with a message and keeps it for inspection", async () => {
    const answer = await post(lot.cameraUrl("entry-1"), '{"hook":', { "Content-Type": "application/json" });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).error).toContain("not JSON");
    const folder = path.join(lot.folder, "rejected");
    const kept = () => {
      const [name] = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
      return name === undefined ? "" : fs.readFileSync(path.join(folder, name), "utf8");
    };
    await expect.poll(kept).toContain('{"hook":');
    const file = path.join(folder, fs.readdirSync(folder)[0]!);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(counts().malformed).toBe(1);
  });

  it("keeps a bounded number of such messages", async () => {
    for (let i = 0; i < 55; i++) await post(lot.cameraUrl("entry-1"), `{${i}`, { "Content-Type": "application/json" });
    await expect.poll(() => fs.readdirSync(path.join(lot.folder, "rejected")).length).toBe(50);
  });

  it("reads the documented samples of both vendors", async () => {
    const json = { "Content-Type": "application/json" };
    const xml = { "Content-Type": "application/xml" };
    const car = await post(lot.cameraUrl("entry-1"), sample("plate-recognizer-recognition.json"), json);
    expect(JSON.parse(car.text)).toMatchObject({ decision: "hold" });
    const event = await post(lot.cameraUrl("exit-1"), sample("hikvision-anpr-isapi.xml"), xml);
    expect(event.status).toBe(200);
    const beat = await post(lot.cameraUrl("entry-1"), sample("plate-recognizer-heartbeat.json"), json);
    expect(beat.text).toBe('{"heartbeat":true}\n');
  });

  it("answers busy, and records nothing, when more cars are announced than the lane has room for", async () => {
    const before = lot.journal().records("p").length;
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => lot.see("entry-1", `京A9${1000 + i}`)));
    const taken = answers.filter(({ status }) => status === 200);
    expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
    expect(taken.length).toBeGreaterThanOrEqual(10);
    expect(answers.length - taken.length).toBeGreaterThan(0);
    const decided = lot.journal().records("p").slice(before);
    const bodies = decided.map((record) => JSON.parse(Buffer.from(record.body!).toString()) as { kind: string });
    expect(bodies.filter(({ kind }) => kind === "decision")).toHaveLength(taken.length);
  });
});

describe("a camera that sends from another address", () => {
  it("is refused", async () => {
    const other = new TestLot();
    try {
      await other.start({ bundle: null });
      other.config.lanes[0]!.cameras[0]!.sources = ["10.0.0.0/8"];
      await other.stopEdge();
      await other.startEdge();
      expect(await other.see("entry-1", "京A41408")).toMatchObject({ status: 403 });
      expect(other.edge!.telemetry().refusedObservations).toEqual({ wrongSource: 1 });
    } finally {
      await other.stop();
    }
  });
});
