import { expect, it } from "vitest";
import { readParts } from "../gate/read-parts.ts";
import { cameraMessage } from "../simulator/camera-message.ts";
import { exampleConfig } from "../testing/example-config.ts";
import { cameraPhotos } from "./camera-photo.ts";

const sighting = { eventId: "event-0001", at: 1_795_327_200_000, plate: "京A41408", confidence: 0.97, vehicle: "SUV" };
const jpeg = Buffer.from("ffd8ffe000104a464946", "hex");
const part = (field: string, name: string, bytes: Buffer) => ({ field, name, mediaType: "image/jpeg", bytes });

it.each(exampleConfig().lanes.map(({ cameras }) => cameras[0]!))("finds plate and scene of $vendor", async (camera) => {
  const { contentType, body } = cameraMessage(camera, sighting);
  const photos = cameraPhotos(camera.vendor, await readParts(contentType, body));
  expect(photos.map(({ kind, mediaType }) => [kind, mediaType])).toEqual([
    ["plate", "image/png"],
    ["scene", "image/png"],
  ]);
  expect(photos[0]!.sha256).not.toBe(photos[1]!.sha256);
  const again = cameraMessage(camera, sighting);
  expect(cameraPhotos(camera.vendor, await readParts(again.contentType, again.body))).toEqual(photos);
});

it("takes what is a picture by its bytes, whatever it calls itself, and nothing twice", () => {
  const svg = Buffer.from("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>");
  expect(cameraPhotos("hikvision", [part("a", "licensePlatePicture.jpg", svg)])).toEqual([]);
  const alone = cameraPhotos("hikvision", [part("a", "licensePlatePicture.jpg", jpeg)]);
  expect(alone.map(({ kind }) => kind)).toEqual(["plate"]);
  const large = Buffer.concat([jpeg, Buffer.alloc(6 * 1024 * 1024)]);
  expect(cameraPhotos("plateRecognizer", [part("upload", "car.jpg", large)])).toEqual([]);
  const two = [part("x", "vehiclePicture.jpg", jpeg), part("x", "detectionPicture.jpg", Buffer.concat([jpeg, jpeg]))];
  expect(cameraPhotos("hikvision", two).map(({ kind, bytes }) => [kind, bytes])).toEqual([["scene", 20]]);
});
