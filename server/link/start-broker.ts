import { createHash, timingSafeEqual } from "node:crypto";
import net from "node:net";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import { limits } from "#contracts/limits.ts";
import { edgeIdSchema } from "#contracts/names.ts";
import { cloudStateTopic, mayPublish, maySubscribe, upTopic } from "#contracts/topics.ts";
import { EdgeDoor } from "./edge-door.ts";
import { gatherWrites } from "./gather-writes.ts";
import { log } from "./log.ts";
import { PacketBound } from "./packet-bound.ts";

export type BrokerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  cloudPassword: string;
  findHash: (edgeId: string) => Promise<string | null>;
};

export type Broker = { port: number; stop: () => Promise<void> };

/** The cloud's own account: user name and client id. */
export const cloudAccount = "cloud";

const connectTimeoutMs = 10_000;
const connectionsMax = 20_000;
const closeTimeoutMs = 2_000;
/** A published packet: the largest payload that anyone may send, its topic and its header. */
const packetBytesMax = limits.desiredBytesMax + 1024;
/** What may wait in one turn of the loop before those who write are told to wait. */
const gatheredBytes = 128 * 1024;
const badCredentials = 4;
const unavailable = 3;
const wrongClientId = 2;

/**
 * The broker that `npm start` brings along: MQTT 3.1.1, nothing on disk. It is disposable by design: sessions are clean,
 * retained documents are published again by the ingest, and nobody takes its acknowledgement for delivery.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const door = new EdgeDoor({ findHash: options.findHash });
  const cloudDigest = digestOf(options.cloudPassword);
  const broker = await Aedes.createBroker({
    connectTimeout: connectTimeoutMs,
    // Each connection waits for its own message, so their number is the bound; the library's line behind a smaller one
    // takes the more time the longer it is.
    concurrency: connectionsMax,
    maxClientsIdLength: 64,
    preConnect: (_client, packet, done) => {
      // A session kept for an absent edge would queue without bound here; what matters is sent again after a hello.
      packet.clean = true;
      done(null, true);
    },
    authenticate: (client, user, password, done) => {
      authenticate(client.id, user ?? "", String(password ?? ""), door, cloudDigest).then(
        (code) => (code === 0 ? done(null, true) : done(refusal(code), false)),
        (error) => {
          log.error({ err: error, user }, "a connection could not be verified");
          done(refusal(unavailable), false);
        },
      );
    },
    authorizePublish: (client, packet, done) => {
      if (client === null || isAllowedToPublish(client.id, packet.topic, packet.retain)) return done(null);
      log.warn({ edgeId: client.id, topic: packet.topic }, "publish refused, connection closed");
      done(new Error("not allowed to publish here"));
    },
    authorizeSubscribe: (client, subscription, done) => {
      const isAllowed = client.id === cloudAccount || maySubscribe(client.id, subscription.topic);
      if (!isAllowed) log.warn({ edgeId: client.id, topic: subscription.topic }, "subscription refused");
      done(null, isAllowed ? subscription : null);
    },
  });
  const say = (level: "info" | "debug", words: string) => (client: Client, error?: Error) =>
    log[level]({ clientId: client.id, reason: error?.message }, words);
  broker.on("clientReady", say("info", "connected"));
  broker.on("clientReady", ({ id, conn }: Client) => {
    if (id === cloudAccount && conn instanceof net.Socket) gatherWrites(conn);
  });
  broker.on("clientDisconnect", say("info", "disconnected"));
  broker.on("clientError", say("info", "connection failed"));
  broker.on("connectionError", say("debug", "connection failed before its sign-in"));

  // Without noDelay every application acknowledgement waits 44 ms for Nagle and delayed ACK.
  const server = net.createServer({ noDelay: true, highWaterMark: gatheredBytes }, (socket) => {
    boundPackets(socket);
    broker.handle(socket);
  });
  server.maxConnections = connectionsMax;
  const port = await listen(server, options.host, options.port);
  return { port, stop: () => stopBroker(broker, server) };
}

async function authenticate(
  clientId: string,
  user: string,
  password: string,
  door: EdgeDoor,
  cloudDigest: Buffer,
): Promise<0 | typeof badCredentials | typeof unavailable | typeof wrongClientId> {
  if (clientId !== user) return wrongClientId;
  if (user === cloudAccount) return timingSafeEqual(digestOf(password), cloudDigest) ? 0 : badCredentials;
  if (!edgeIdSchema.safeParse(user).success) return badCredentials;
  const answer = await door.ask(user, password);
  if (answer === "welcome") return 0;
  return answer === "refused" ? badCredentials : unavailable;
}

/** The cloud may say anything to any edge; an edge speaks under its own topics, and keeps nothing but its presence. */
function isAllowedToPublish(clientId: string, topic: string, isRetained: boolean): boolean {
  if (clientId === cloudAccount) return topic === cloudStateTopic || /^liftgate\/1\/[a-z0-9]+\/down\//.test(topic);
  return mayPublish(clientId, topic) && (!isRetained || topic === upTopic(clientId, "state"));
}

/** aedes takes the bytes of a connection by `read`; what it must not collect ends here. */
function boundPackets(socket: net.Socket): void {
  const bound = new PacketBound(packetBytesMax);
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    const chunk: Buffer | null = read(size);
    if (chunk === null || bound.admits(chunk)) return chunk;
    log.warn({ from: socket.remoteAddress }, "a packet beyond the bound was announced, connection closed");
    socket.destroy();
    return null;
  };
}

function refusal(code: number): AuthenticateError {
  const words = { [badCredentials]: "wrong user name or password", [unavailable]: "cannot verify now" }[code];
  return Object.assign(new Error(words ?? "the client id must be the user name"), { returnCode: code });
}

function digestOf(password: string): Buffer {
  return createHash("sha256").update(password).digest();
}

function listen(server: net.Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(isTaken ? new Error(`port ${port} of ${host} is taken by another program`) : error);
    });
    server.listen(port, host, () => resolve((server.address() as net.AddressInfo).port));
  });
}

async function stopBroker(broker: Aedes, server: net.Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const ended = new Promise<void>((resolve) => broker.close(() => resolve()));
  const late = new Promise<void>((resolve) => setTimeout(resolve, closeTimeoutMs).unref());
  await Promise.race([Promise.all([closed, ended]), late]);
}
