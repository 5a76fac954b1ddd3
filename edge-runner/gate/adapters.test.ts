import fs from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHikvision } from "./hikvision.ts";
import { MessageFormatError } from "./observation.ts";
import { readPlateRecognizer } from "./plate-recognizer.ts";
import { type MessagePart, readParts } from "./read-parts.ts";

const sample = (name: string) => fs.readFileSync(new URL(`samples/${name}`, import.meta.url));
const alone = (name: string, mediaType: string): MessagePart[] => [
  { name: "", field: "", mediaType, bytes: sample(name) },
];
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 13, 10, 45, 45, 0xff, 0xd9]);

function multipart(parts: { head: string; bytes: Buffer }[]): { contentType: string; body: Buffer } {
  const boundary = "MIME_boundary";
  const chunks = parts.flatMap(({ head, bytes }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}

describe("readPlateRecognizer", () => {
  it("reads a recognition", () => {
    const message = readPlateRecognizer(alone("plate-recognizer-recognition.json", "application/json"));
    expect(message).toEqual({
      kind: "vehicle",
      observation: {
        plateRaw: "京a41408",
        confidence: 0.968,
        plateCountry: "CN",
        plateType: null,
        plateColor: null,
        vehicleClass: "car",
        cameraTime: Date.UTC(2026, 2, 4, 8, 15, 2, 417),
        vendorEventId: "entry-1-cam_screenshots/26-03-04/08-15-02.417120.jpg@2026-03-04T08:15:02.417120Z",
        isRetransmitted: false,
      },
    });
  });

  it("reads the same message from multipart with a photo", async () => {
    const { contentType, body } = multipart([
      { head: 'Content-Disposition: form-data; name="json"', bytes: sample("plate-recognizer-recognition.json") },
      {
        head: 'Content-Disposition: form-data; name="upload"; filename="a.jpg"\r\nContent-Type: image/jpeg',
        bytes: photo,
      },
    ]);
    const parts = await readParts(contentType, body);
    expect(parts.find((part) => part.name === "a.jpg")?.bytes).toEqual(photo);
    const plain = readPlateRecognizer(alone("plate-recognizer-recognition.json", "application/json"));
    expect(readPlateRecognizer(parts)).toEqual(plain);
  });

  it("takes a heartbeat for a sign of life", () => {
    const message = readPlateRecognizer(alone("plate-recognizer-heartbeat.json", "application/json"));
    expect(message).toEqual({ kind: "heartbeat", cameraTime: Date.UTC(2026, 2, 4, 8, 15, 30) });
  });

  it("does not let a guessed vehicle choose a class, and prefers a read plate", () => {
    const webhook = JSON.parse(sample("plate-recognizer-recognition.json").toString());
    webhook.data.results[0].vehicle.score = 0.2;
    webhook.data.results.unshift({ plate: null, score: 0.99, vehicle: { type: "Bus", score: 0.9 } });
    const bytes = Buffer.from(JSON.stringify(webhook));
    const message = readPlateRecognizer([{ name: "", field: "", mediaType: "application/json", bytes }]);
    expect(message).toMatchObject({ kind: "vehicle", observation: { plateRaw: "京a41408", vehicleClass: null } });
  });

  it("says what is wrong", () => {
    const read = (text: string) => () =>
      readPlateRecognizer([{ name: "", field: "", mediaType: "application/json", bytes: Buffer.from(text) }]);
    expect(read("{")).toThrow("the message is not JSON");
    expect(read('{"hook":{},"data":{"results":[{"score":7}]}}')).toThrow("data.results.0.score");
    expect(read('{"data":{}}')).toThrow("hook");
  });
});

describe("readHikvision", () => {
  it("reads an event of either namespace", () => {
    expect(readHikvision(alone("hikvision-anpr-isapi.xml", "application/xml"))).toEqual({
      kind: "vehicle",
      observation: {
        plateRaw: "京A41408",
        confidence: 0.97,
        plateCountry: "CN",
        plateType: "civil",
        plateColor: "blue",
        vehicleClass: "car",
        cameraTime: Date.UTC(2026, 2, 4, 10, 40, 11),
        vendorEventId: "20260304184011847000a7f1c5e2",
        isRetransmitted: false,
      },
    });
    expect(readHikvision(alone("hikvision-anpr-no-plate.xml", "text/xml"))).toMatchObject({
      kind: "vehicle",
      observation: { plateRaw: null, confidence: null, plateCountry: null, isRetransmitted: true },
    });
  });

  it("finds anpr.xml among photos, as a file or as a field", async () => {
    const xml = sample("hikvision-anpr-isapi.xml");
    const picture = {
      head: 'Content-Disposition: form-data; name="licensePlatePicture.jpg"; filename="licensePlatePicture.jpg"\r\nContent-Type: image/jpeg',
      bytes: photo,
    };
    for (const head of [
      'Content-Disposition: form-data; name="anpr.xml"; filename="anpr.xml"\r\nContent-Type: text/xml',
      'Content-Disposition: form-data; name="anpr.xml"\r\nContent-Type: text/xml',
    ]) {
      const { contentType, body } = multipart([picture, { head, bytes: xml }]);
      expect(readHikvision(await readParts(contentType, body))).toMatchObject({
        observation: { plateRaw: "京A41408" },
      });
      const mixed = contentType.replace("form-data", "mixed");
      expect(readHikvision(await readParts(mixed, body))).toMatchObject({ observation: { plateRaw: "京A41408" } });
    }
  });

  it("gives an event without an id the same id in every repetition", () => {
    const id = () => {
      const message = readHikvision(alone("hikvision-anpr-no-plate.xml", "text/xml"));
      return message.kind === "vehicle" ? message.observation.vendorEventId : null;
    };
    expect(id()).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(id()).toBe(id());
  });

  it("takes an inactive videoloss event for a heartbeat and ignores other events", () => {
    const heartbeat = sample("hikvision-heartbeat.xml").toString();
    const read = (xml: string) =>
      readHikvision([{ name: "", field: "", mediaType: "application/xml", bytes: Buffer.from(xml) }]);
    expect(read(heartbeat)).toEqual({ kind: "heartbeat", cameraTime: Date.UTC(2026, 2, 4, 10, 40, 40) });
    expect(read(heartbeat.replace("videoloss<", "VMD<"))).toEqual({ kind: "ignored", why: "event VMD" });
  });

  it("says what is wrong", () => {
    const read = (xml: string) => () =>
      readHikvision([{ name: "", field: "", mediaType: "application/xml", bytes: Buffer.from(xml) }]);
    expect(read("<a><b></a>")).toThrow("the XML cannot be read");
    expect(read("<a/>")).toThrow("no EventNotificationAlert");
    const alert = (inside: string) => `<EventNotificationAlert>${inside}</EventNotificationAlert>`;
    expect(read(alert("<x>1</x>"))).toThrow("no eventType");
    expect(read(alert("<eventType>ANPR</eventType>"))).toThrow("no ANPR element");
    expect(read(alert("<eventType>ANPR</eventType><ANPR><line>1</line></ANPR>"))).toThrow("no licensePlate");
    expect(() => readHikvision([{ name: "a.jpg", field: "", mediaType: "image/jpeg", bytes: photo }])).toThrow(
      "needs an XML part",
    );
  });
});

describe("every adapter", () => {
  const samples = ["plate-recognizer-recognition.json", "hikvision-anpr-isapi.xml", "hikvision-heartbeat.xml"];
  const broken = fc
    .record({
      bytes: fc.constantFrom(...samples.map(sample)),
      cuts: fc.array(fc.record({ at: fc.nat(4_000), length: fc.nat(40), put: fc.uint8Array({ maxLength: 12 }) }), {
        maxLength: 6,
      }),
    })
    .map(({ bytes, cuts }) =>
      cuts.reduce((left, { at, length, put }) => {
        const from = at % (left.length + 1);
        return Buffer.concat([left.subarray(0, from), put, left.subarray(from + length)]);
      }, bytes),
    );
  const body = fc.oneof(
    broken,
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
  );
  const contentType = fc.constantFrom(
    "application/json",
    "application/xml",
    "text/plain",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "multipart/mixed; boundary=MIME_boundary",
    "",
  );

  it("reads or refuses with a sentence whatever it is sent, and never fails otherwise", async () => {
    await fc.assert(
      fc.asyncProperty(body, contentType, async (bytes, type) => {
        for (const adapter of [readPlateRecognizer, readHikvision]) {
          try {
            adapter(await readParts(type, bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(MessageFormatError);
            expect((error as Error).message.length).toBeGreaterThan(10);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
