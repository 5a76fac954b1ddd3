import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import type { CameraConfig, EdgeConfig } from "../edge-config.ts";
import { type CameraPhoto, cameraPhotos } from "../photos/camera-photo.ts";
import { DigestAuth, isSame } from "./digest-auth.ts";
import { readHikvision } from "./hikvision.ts";
import { listen } from "./listen.ts";
import { type CameraMessage, MessageFormatError, type Observation } from "./observation.ts";
import { readPlateRecognizer } from "./plate-recognizer.ts";
import { type BodyFault, readBody } from "./read-body.ts";
import { type MessagePart, readParts } from "./read-parts.ts";
import { RejectedMessages } from "./rejected-messages.ts";
import { SourceList } from "./source-list.ts";

/** What a lane answers: the passage is on disk (`decision` null: it was before), or there is no room just now. */
export type LaneReply =
  | {
      readonly kind: "recorded";
      readonly passageId: string;
      readonly decision: string | null;
      readonly isRepeated: boolean;
    }
  | { readonly kind: "busy" };

export type CameraDoorOptions = {
  readonly listen: EdgeConfig["listen"];
  readonly lanes: EdgeConfig["lanes"];
  /** Folder for messages that could not be read. */
  readonly rejectedFolder: string;
  readonly onObservation: (observation: Observation, receivedMonotonicMs: number) => Promise<LaneReply>;
  readonly onHeartbeat: (deviceId: string, cameraTime: number | null) => void;
  readonly onRefused: (word: RefusalWord, cameraId: string | null, detail: string) => void;
  /** Are pictures looked for in a message? Not where there is no way to send them. */
  readonly takesPhotos?: () => boolean;
  readonly bodyTimeoutMs?: number;
};

/** Why a message was turned away; counted in telemetry. */
export type RefusalWord =
  | "notFound"
  | "wrongMethod"
  | "unknownCamera"
  | "wrongSource"
  | "wrongToken"
  | "tooLarge"
  | "tooSlow"
  | "brokenOff"
  | "malformed"
  | "notHttp"
  | "tooMany"
  | "busy"
  | "failed";

type KnownCamera = { readonly config: CameraConfig; readonly laneId: string; readonly sources: SourceList };

const bodyBytesMax = 8 * 1024 * 1024;
const connectionsMax = 256;
/** Of one address: a device that opens them without end must not keep the other cameras out. */
const connectionsPerAddressMax = 64;
/** Bodies being read at one time: bounds the memory that senders can make the edge take. */
const bodiesMax = 16;
/** Of one camera: one that sends without end must leave room for those of the other lanes. */
const bodiesPerCameraMax = 8;

const adapters: Readonly<Record<CameraConfig["vendor"], (parts: readonly MessagePart[]) => CameraMessage>> = {
  plateRecognizer: readPlateRecognizer,
  hikvision: readHikvision,
};
const bodyFaults: Readonly<Record<BodyFault, readonly [status: number, sentence: string]>> = {
  tooLarge: [413, `a message is at most ${bodyBytesMax} bytes`],
  tooSlow: [408, "the message did not arrive in time"],
  brokenOff: [400, "the connection ended before the message did"],
};

/** The HTTP door for cameras: `POST /camera/{cameraId}/{token}`, or `POST /camera/{cameraId}` with digest. Nothing else. */
export class CameraDoor {
  readonly #options: CameraDoorOptions;
  readonly #cameras = new Map<string, KnownCamera>();
  readonly #digest = new DigestAuth();
  readonly #rejected: RejectedMessages;
  readonly #server: http.Server;
  /** Bodies being read, by camera. */
  readonly #bodies = new Map<string, number>();
  /** Open connections, by address. */
  readonly #connections = new Map<string, number>();

  constructor(options: CameraDoorOptions) {
    this.#options = options;
    this.#rejected = new RejectedMessages(options.rejectedFolder);
    for (const lane of options.lanes)
      for (const config of lane.cameras)
        this.#cameras.set(config.id, { config, laneId: lane.id, sources: new SourceList(config.sources) });
    const limits = { headersTimeout: 5_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };
    this.#server = http.createServer({ ...limits, keepAliveTimeout: 15_000 }, (request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        this.#refuse(response, 500, "failed", null, `the message could not be handled: ${(error as Error).message}`);
      });
    });
    this.#server.maxConnections = connectionsMax;
    this.#server.prependListener("connection", (socket) => this.#count(socket));
    this.#server.on("drop", () => options.onRefused("tooMany", null, "too many connections"));
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const isOver = !(socket instanceof Socket) || socket.destroyed || socket.writableEnded;
      if (isOver || error.code === "ECONNRESET" || error.code === "EPIPE") {
        socket.destroy(); // nobody is there to be told, or it has been told
        return;
      }
      const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
      options.onRefused(isSlow ? "tooSlow" : "notHttp", null, error.code ?? error.message);
      socket.write(`HTTP/1.1 ${isSlow ? "408 Request Timeout" : "400 Bad Request"}\r\nConnection: close\r\n\r\n`);
      socket.destroySoon(); // whether or not the other end hangs up too
    });
  }

  async start(): Promise<void> {
    const { host, port } = this.#options.listen;
    await listen(this.#server, port, host);
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    setTimeout(() => this.#server.closeAllConnections(), 500).unref();
    await closed;
  }

  /** The port that is listened on; differs from the enrolment's when that says 0. */
  port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #count(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const open = this.#connections.get(address) ?? 0;
    if (open >= connectionsPerAddressMax) {
      this.#options.onRefused("tooMany", null, "too many connections of one address");
      socket.destroy();
      return;
    }
    this.#connections.set(address, open + 1);
    socket.once("close", () => {
      const left = this.#connections.get(address)! - 1;
      if (left === 0) this.#connections.delete(address);
      else this.#connections.set(address, left);
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receivedMonotonicMs = Number(process.hrtime.bigint() / 1000n) / 1000;
    const camera = this.#admit(request, response);
    if (camera === null) return;
    const { id } = camera.config;
    const ofCamera = this.#bodies.get(id) ?? 0;
    const ofAll = [...this.#bodies.values()].reduce((sum, count) => sum + count, 0);
    if (ofAll >= bodiesMax || ofCamera >= bodiesPerCameraMax) {
      this.#refuse(response, 503, "busy", id, "too many messages at once; send it again");
      return;
    }
    this.#bodies.set(id, ofCamera + 1);
    const read = await readBody(request, bodyBytesMax, this.#options.bodyTimeoutMs ?? 5_000);
    this.#bodies.set(id, this.#bodies.get(id)! - 1);
    if (!read.ok) {
      const [status, sentence] = bodyFaults[read.why];
      this.#refuse(response, status, read.why, id, sentence);
      return;
    }
    const contentType = request.headers["content-type"];
    const message = await this.#read(camera, contentType, read.body, response);
    if (message === null) return;
    if (message.kind === "vehicle") {
      const { photos } = message;
      const observation = { deviceId: id, laneId: camera.laneId, ...message.observation, photos };
      this.#answer(response, id, await this.#options.onObservation(observation, receivedMonotonicMs));
      return;
    }
    if (message.kind === "heartbeat") this.#options.onHeartbeat(id, message.cameraTime);
    send(response, 200, message.kind === "heartbeat" ? { heartbeat: true } : { ignored: message.why });
  }

  /** Who is it, may it send from there, and does it know its token? Answers the request itself when not. */
  #admit(request: IncomingMessage, response: ServerResponse): KnownCamera | null {
    const route = /^\/camera\/([a-z0-9][a-z0-9-]{0,62})(?:\/([A-Za-z0-9_-]{1,128}))?$/.exec(request.url ?? "");
    if (route === null) return this.#refuse(response, 404, "notFound", null, "not found");
    if (request.method !== "POST") return this.#refuse(response, 405, "wrongMethod", null, "cameras send by POST");
    const [, cameraId = "", token] = route;
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined) return this.#refuse(response, 404, "unknownCamera", null, "no such camera here");
    const source = request.socket.remoteAddress;
    if (!camera.sources.has(source))
      return this.#refuse(response, 403, "wrongSource", cameraId, "this camera may not send from this address");
    if (token !== undefined) {
      if (isSame(token, camera.config.token)) return camera;
      return this.#refuse(response, 401, "wrongToken", cameraId, "wrong token");
    }
    const target = { method: "POST", url: request.url ?? "" };
    const outcome = this.#digest.check(request.headers.authorization, target, cameraId, camera.config.token);
    if (outcome === "ok") return camera;
    response.setHeader("WWW-Authenticate", this.#digest.challenge());
    if (outcome === "wrong") return this.#refuse(response, 401, "wrongToken", cameraId, "wrong user name or password");
    send(response, 401, { error: "authentication is needed" });
    return null;
  }

  async #read(
    camera: KnownCamera,
    contentType: string | undefined,
    body: Buffer,
    response: ServerResponse,
  ): Promise<(CameraMessage & { readonly photos: readonly CameraPhoto[] }) | null> {
    const { id, vendor } = camera.config;
    try {
      const parts = await readParts(contentType, body);
      const message = adapters[vendor](parts);
      const isWanted = this.#options.takesPhotos?.() === true && message.kind === "vehicle";
      return { ...message, photos: isWanted ? cameraPhotos(vendor, parts) : [] };
    } catch (error) {
      if (!(error instanceof MessageFormatError)) throw error;
      this.#refuse(response, 400, "malformed", id, error.message);
      await this.#rejected.keep(id, error.message, contentType, body).catch((cause: unknown) => {
        this.#options.onRefused("failed", id, `the message could not be kept: ${(cause as Error).message}`);
      });
      return null;
    }
  }

  #answer(response: ServerResponse, cameraId: string, reply: LaneReply): void {
    if (reply.kind === "busy") {
      response.setHeader("Retry-After", "1");
      this.#refuse(response, 503, "busy", cameraId, "the lane is busy; send it again");
      return;
    }
    const { passageId, decision, isRepeated } = reply;
    send(response, 200, { passageId, decision, repeated: isRepeated });
  }

  #refuse(
    response: ServerResponse,
    status: number,
    word: RefusalWord,
    cameraId: string | null,
    sentence: string,
  ): null {
    this.#options.onRefused(word, cameraId, sentence);
    send(response, status, { error: sentence });
    return null;
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const text = `${JSON.stringify(value)}\n`;
  const { req } = response;
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) };
  // what is left of a message that is not wanted is not waited for
  const isUnread = !req.complete;
  response.writeHead(status, isUnread ? { ...headers, Connection: "close" } : headers);
  response.end(text, () => {
    if (isUnread) setTimeout(() => req.destroy(), 200).unref();
  });
  if (isUnread) req.resume();
}
