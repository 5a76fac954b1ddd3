import type pg from "pg";
import { wantSchema } from "#contracts/document-request.ts";
import type { KeyList } from "#contracts/key-list.ts";
import { parseMessage, type TimeAnswer, timeRequestSchema } from "#contracts/messages.ts";
import type { SigningKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import { downTopic, parseUpTopic } from "#contracts/topics.ts";
import { DocumentPublisher } from "../documents/document-publisher.ts";
import { PhotoDoor } from "../photos/photo-door.ts";
import { PhotoFiles } from "../photos/photo-files.ts";
import { PhotoJob } from "../photos/photo-job.ts";
import type { PassageKey } from "../report/passage-row.ts";
import { CloudLink } from "./cloud-link.ts";
import { CommandSender } from "./command-sender.ts";
import { DatabaseListener } from "./database-listener.ts";
import { DesiredPublisher } from "./desired-publisher.ts";
import { findCredentialHash } from "./edge-credential.ts";
import { EdgeDirectory } from "./edge-directory.ts";
import { EdgeDoor } from "./edge-door.ts";
import { EdgeHttp } from "./edge-http.ts";
import { log } from "./log.ts";
import { openPool } from "./open-pool.ts";
import { PartitionJob } from "./partition-job.ts";
import { RecordIngest } from "./record-ingest.ts";
import { SecondOpinions } from "./second-opinions.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { cloudAccount } from "./start-broker.ts";
import { StatusIngest } from "./status-ingest.ts";

export type IngestOptions = {
  databaseUrl: string;
  mqttUrl: string;
  brokerPassword: string;
  /** The signed list of keys that edges are to trust, as it is now. */
  keyList: () => Promise<KeyList>;
  /** Signs what edges are told of the lot's documents. */
  signingKey: SigningKey;
  /** Times that only tests change. */
  documents?: { heartbeatMs?: number };
  secondOpinionsPerSecond: number;
  /** Where edges bring a backlog in batches. */
  edgeHttp: { host: string; port: number };
  /** Where photos lie and how long they are kept; without it none are taken. */
  photos?: { folder: string; keptDays: number };
};

/** The running ingest. `edgeHttpPort` is 0 until the server listens. */
export type Ingest = { readonly edgeHttpPort: () => number; readonly stop: () => Promise<void> };

const poolMax = 6;

/**
 * The cloud's end of the link: takes what edges report into the database, answers them, and publishes what they should run.
 * Starts whether or not broker and database are there; each part waits for what it needs.
 */
export function startIngest(options: IngestOptions): Ingest {
  const { databaseUrl, mqttUrl, brokerPassword, keyList, signingKey, secondOpinionsPerSecond } = options;
  const pool = openPool(databaseUrl, { name: "ingest", max: poolMax });
  const edges = new EdgeDirectory(pool);
  const link = new CloudLink({
    url: mqttUrl,
    username: cloudAccount,
    password: brokerPassword,
    onMessage: (topic, payload) => take(topic, payload),
    onUp: () => {
      desired.publishAll();
      documents.publishAll();
    },
  });
  const opinions = new SecondOpinions({ pool, perSecond: secondOpinionsPerSecond });
  const records = new RecordIngest({
    pool,
    edges,
    send: (topic, payload) => link.send(topic, payload),
    onPassages: (passages) => onPassages(passages),
  });
  const statuses = new StatusIngest({ pool, edges });
  const desired = new DesiredPublisher({ pool, databaseUrl, link, keyList });
  const silence = new SilenceWatch({ pool, hearsSince: () => link.upSince });
  const partitions = new PartitionJob(pool);
  const commands = new CommandSender({ pool, databaseUrl, link });
  const door = new EdgeDoor({ findHash: (edgeId) => findCredentialHash(pool, edgeId) });
  const documents = new DocumentPublisher({ pool, key: signingKey, link, ...options.documents });
  const onNews = (payload: string | null) => documents.hear(payload);
  const documentNews = new DatabaseListener({ databaseUrl, channel: "liftgate_document", onNews });
  const onPassages = (passages: readonly PassageKey[]) => {
    opinions.push(passages);
    documents.note(passages);
  };
  const photos = options.photos && makePhotos(pool, options.photos);
  const http = new EdgeHttp({ ...options.edgeHttp, pool, edges, door, photos: photos?.door, documents, onPassages });

  function take(topic: string, payload: Buffer): void {
    const at = parseUpTopic(topic);
    if (!at) log.warn({ topic }, "a message on an unknown topic was dropped");
    else if (at.kind === "want") void answerWant(at.edgeId, payload);
    else if (at.kind === "time") tellTime(at.edgeId, payload);
    else if (at.kind === "hello" || at.kind === "record") records.push({ kind: at.kind, edgeId: at.edgeId, payload });
    else statuses.push({ kind: at.kind, edgeId: at.edgeId, payload });
  }

  /** Answered here and now: an answer that waits for its turn says nothing about the time. */
  function tellTime(edgeId: string, payload: Buffer): void {
    const receivedAt = Date.now();
    const request = readAs(timeRequestSchema, payload);
    if (request === null) {
      statuses.push({ kind: "time", edgeId, payload });
      return;
    }
    const answer: TimeAnswer = { ...request, receivedAt, answeredAt: Date.now() };
    link.send(downTopic(edgeId, "time"), toBytes(JSON.stringify(answer)));
  }

  const aside = photos === undefined ? [] : [photos.job];
  async function answerWant(edgeId: string, payload: Buffer): Promise<void> {
    const want = readAs(wantSchema, payload);
    if (want === null) {
      statuses.push({ kind: "want", edgeId, payload });
      return;
    }
    try {
      const edge = await edges.find(edgeId);
      if (edge !== null) documents.answer(edge, want);
    } catch (error) {
      log.warn({ edgeId, reason: (error as Error).message }, "what an edge wants could not be answered");
    }
  }

  for (const part of [statuses, opinions, desired, documents, documentNews, commands, link, silence, ...aside])
    part.start();
  // what comes in waits in its line until the months that it belongs to are there
  const taking = [records, http];
  let isStopping = false;
  const started = partitions.start().then(() => {
    if (!isStopping) for (const part of taking) part.start();
  });
  const stop = async () => {
    isStopping = true;
    await Promise.all([link.stop(), silence.stop()]);
    const others = [partitions, statuses, opinions, desired, documents, documentNews, commands, ...taking, ...aside];
    await Promise.all(others.map((part) => part.stop()));
    await started;
    await pool.end();
  };
  return { edgeHttpPort: () => http.port, stop };
}

function makePhotos(pool: pg.Pool, { folder, keptDays }: NonNullable<IngestOptions["photos"]>) {
  const files = new PhotoFiles(folder);
  return { door: new PhotoDoor({ pool, files }), job: new PhotoJob({ pool, files, keptDays }) };
}

/** null for a question that cannot be read: it gets no answer and is put aside like every other such message. */
function readAs<T>(schema: Parameters<typeof parseMessage<T>>[0], payload: Uint8Array): T | null {
  try {
    return parseMessage(schema, payload);
  } catch {
    return null;
  }
}
