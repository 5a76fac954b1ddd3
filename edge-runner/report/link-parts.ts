import type { Logger } from "pino";
import type { WholeSettings } from "#contracts/edge-settings.ts";
import type { Hello, Report } from "#contracts/messages.ts";
import type { Stream } from "#contracts/names.ts";
import type { DownKind } from "#contracts/topics.ts";
import type { EdgeClock } from "../edge-clock.ts";
import type { EdgeConfig } from "../edge-config.ts";
import type { DocumentTopic } from "../receive/documents.ts";
import type { Journal } from "./journal.ts";
import type { JournalReader } from "./journal-reader.ts";
import type { MqttConnection } from "./mqtt-connection.ts";
import type { StepUploadParts } from "./step-upload.ts";
import type { UplinkInUse } from "./uplinks.ts";

/** What the link is told by the connection that carries it. */
export type LinkEvents = {
  readonly onUp: (linkId: string) => void;
  readonly onDown: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
};

/** What the link needs of a connection: a real one to a broker, or one in a simulation. */
export type LinkConnection = Pick<MqttConnection, "start" | "stop" | "drop" | "publish">;

export type LinkJournal = Pick<Journal, "epoch" | "open" | "durableN" | "durableHash" | "onDurable" | "change"> & {
  readonly read: Pick<JournalReader, "firstN" | "hashAt" | "range" | "record" | "recordedAt">;
};

export type LinkParts = {
  readonly edge: Pick<EdgeConfig, "edgeId">;
  readonly runner: string;
  readonly journal: LinkJournal;
  readonly connect: (events: LinkEvents) => LinkConnection;
  /** Calls `work` every so often, until the function that it returns is called. */
  readonly repeat: (work: () => void, everyMs: number) => () => void;
  readonly after: (delayMs: number, work: () => void) => () => void;
  readonly random: () => number;
  /** Posts a batch of the backlog over HTTP; null when there is no such way. */
  readonly post: StepUploadParts["post"] | null;
  /** How far behind an edge may be and send all as live; only tests change it. */
  readonly backlogLiveMax?: number;
  /** Pace of a backlog on the uplink in use, so that it leaves room for what is live. */
  readonly backlogKbitPerSecond: () => number;
  /** The uplink in use; null where the machine's own routes decide. */
  readonly uplink: () => UplinkInUse | null;
  readonly clock: EdgeClock;
  readonly bundle: () => Hello["bundle"];
  /** Lanes with a barrier here. */
  readonly lanes: readonly string[];
  /** The key with which this edge signs its checkpoints. */
  readonly publicKey?: string;
  /** What the enrolment says of what can be changed from afar. */
  readonly installed?: WholeSettings;
  readonly report: () => Report | null;
  readonly onRules: (bytes: Uint8Array) => void;
  readonly onKeys: (bytes: Uint8Array) => void;
  readonly onTrial: (bytes: Uint8Array) => void;
  readonly onCommand: (bytes: Uint8Array) => void;
  /** Pointers and deltas of documents, and pieces that were asked for. */
  readonly onDocument?: (topic: DocumentTopic, bytes: Uint8Array) => void;
  /** A message from the cloud that cannot be read; `kind` is the end of its topic. */
  readonly onUnreadable?: (kind: DownKind | "cloud/state") => void;
  /** The cloud has just said how far it holds all of a stream. */
  readonly onMark: (stream: Stream, mark: number) => void;
  /** A live record is committed, so long after it was first sent. */
  readonly onCommitted?: (stream: Stream, n: number, tookMs: number) => void;
  /** The cloud has welcomed this edge. */
  readonly onLive: () => void;
  readonly log: Logger;
};
