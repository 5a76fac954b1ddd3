import type { CameraConfig } from "../edge-config.ts";
import { drawPlate, drawScene } from "./draw-photo.ts";

/** What a simulated camera saw. `plate` null: a car whose plate cannot be read. */
export type Sighting = {
  readonly eventId: string;
  readonly at: number;
  readonly plate: string | null;
  readonly confidence: number;
  readonly vehicle: string;
  /** `false`: the camera is set up to send none. */
  readonly hasPhotos?: boolean;
};

export type HttpMessage = { readonly contentType: string; readonly body: Buffer };

const boundary = "----liftgate-simulator-boundary";

/** The message that a camera of this vendor would send; the same sighting always gives the same bytes. */
export function cameraMessage(camera: CameraConfig, sighting: Sighting): HttpMessage {
  return camera.vendor === "hikvision" ? hikvision(camera, sighting) : plateRecognizer(camera, sighting);
}

/** A sign of life. */
export function cameraHeartbeat(camera: CameraConfig, at: number): HttpMessage {
  if (camera.vendor === "plateRecognizer") {
    const data = { camera_id: camera.id, timestamp: new Date(at).toISOString() };
    return json({ hook: { target: "", id: camera.id, event: "heartbeat" }, data });
  }
  const event = "<eventType>videoloss</eventType><eventState>inactive</eventState>";
  return { contentType: "application/xml", body: Buffer.from(alert(at, event)) };
}

function plateRecognizer(camera: CameraConfig, sighting: Sighting): HttpMessage {
  const { eventId, at, plate, confidence, vehicle, hasPhotos = true } = sighting;
  const box = { xmin: 812, ymin: 604, xmax: 948, ymax: 651 };
  const result = {
    box,
    plate: plate?.toLowerCase() ?? null,
    region: { code: "cn", score: 0.9 },
    score: confidence,
    candidates: plate === null ? [] : [{ plate: plate.toLowerCase(), score: confidence }],
    dscore: 0.88,
    vehicle: { score: 0.87, type: vehicle, box: { xmin: 520, ymin: 180, xmax: 1310, ymax: 820 } },
    direction: 180,
  };
  const filename = `${camera.id}_screenshots/${eventId}.jpg`;
  const timestamp = new Date(at).toISOString();
  const data = { camera_id: camera.id, filename, timestamp, timestamp_local: timestamp, results: [result] };
  const text = JSON.stringify({ hook: { target: "", id: camera.id, event: "recognition", filename }, data });
  const message = { name: "json", mediaType: null, filename: null, bytes: Buffer.from(text) };
  if (!hasPhotos) return multipart([message]);
  return multipart([
    message,
    { name: "upload", mediaType: "image/png", filename: `${eventId}.png`, bytes: drawScene(sighting) },
    { name: "plate_image", mediaType: "image/png", filename: `plate-${eventId}.png`, bytes: drawPlate(plate) },
  ]);
}

const hikvisionVehicles: Readonly<Record<string, string>> = { SUV: "SUVMPV", Sedan: "vehicle", Van: "van" };

function hikvision(_camera: CameraConfig, sighting: Sighting): HttpMessage {
  const { eventId, at, plate, confidence, vehicle, hasPhotos = true } = sighting;
  const anpr = `<eventType>ANPR</eventType><eventState>active</eventState><eventDescription>ANPR</eventDescription>
<ANPR><country>CN</country><licensePlate>${plate ?? "unknown"}</licensePlate><line>1</line><direction>forward</direction>
<confidenceLevel>${plate === null ? 0 : Math.round(confidence * 100)}</confidenceLevel><plateType>92TypeCivilVehicle</plateType>
<plateColor>blue</plateColor><vehicleType>${hikvisionVehicles[vehicle] ?? "vehicle"}</vehicleType></ANPR>
<UUID>${eventId}</UUID><isDataRetransmission>false</isDataRetransmission>`;
  const message = {
    name: "anpr.xml",
    mediaType: "text/xml",
    filename: "anpr.xml",
    bytes: Buffer.from(alert(at, anpr)),
  };
  if (!hasPhotos) return multipart([message]);
  return multipart([
    message,
    picture("licensePlatePicture", drawPlate(plate)),
    picture("detectionPicture", drawScene(sighting)),
  ]);
}

/** Named as by the cameras, whatever it holds. */
function picture(name: string, bytes: Buffer): Part {
  return { name: `${name}.jpg`, mediaType: "image/jpeg", filename: `${name}.jpg`, bytes };
}

function alert(at: number, inside: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<ipAddress>127.0.0.1</ipAddress><protocol>HTTP</protocol><macAddress>44:a6:42:00:00:01</macAddress>
<channelID>1</channelID><dateTime>${new Date(at).toISOString()}</dateTime><activePostCount>1</activePostCount>
${inside}
</EventNotificationAlert>
`;
}

function json(value: unknown): HttpMessage {
  return { contentType: "application/json", body: Buffer.from(JSON.stringify(value)) };
}

type Part = {
  readonly name: string;
  readonly mediaType: string | null;
  readonly filename: string | null;
  readonly bytes: Buffer;
};

function multipart(parts: readonly Part[]): HttpMessage {
  const chunks = parts.flatMap(({ name, mediaType, filename, bytes }) => {
    const file = filename === null ? "" : `; filename="${filename}"`;
    const type = mediaType === null ? "" : `Content-Type: ${mediaType}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n`;
    return [Buffer.from(head), bytes, Buffer.from("\r\n")];
  });
  const body = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
