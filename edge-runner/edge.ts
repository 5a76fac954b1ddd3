import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import * as z from "zod";
import type { Trouble } from "#contracts/local-record.ts";
import type { Telemetry } from "#contracts/messages.ts";
import { type Stream, streamSchema } from "#contracts/names.ts";
import type { DownKind } from "#contracts/topics.ts";
import { VISIT_MINUTES_MAX } from "#engine/price/visits-asked.ts";
import { CameraClocks } from "./decide/camera-clocks.ts";
import { Lane } from "./decide/lane.ts";
import type { LotKnowledge } from "./decide/lane-facts.ts";
import { LaneGate } from "./decide/lane-gate.ts";
import { OpenSessions } from "./decide/open-sessions.ts";
import { EdgeClock } from "./edge-clock.ts";
import type { EdgeConfig } from "./edge-config.ts";
import type { Barrier } from "./gate/barrier.ts";
import { CameraDoor, type RefusalWord } from "./gate/camera-door.ts";
import { makeBarrier } from "./gate/make-barrier.ts";
import { PassageWatch } from "./gate/passage-watch.ts";
import { type WiredPhotos, wirePhotos } from "./photos/wire-photos.ts";
import { CommandDesk } from "./receive/command-desk.ts";
import { Documents, type DocumentTiming } from "./receive/documents.ts";
import { RulesReceiver } from "./receive/receive-rules.ts";
import { RuleStore } from "./receive/rule-store.ts";
import { SettingsStore } from "./receive/settings-store.ts";
import { Trials } from "./receive/trials.ts";
import { TrustedKeyStore } from "./receive/trusted-key-store.ts";
import { edgeKey } from "./report/edge-key.ts";
import { Journal } from "./report/journal.ts";
import type { WorkerInput } from "./report/journal-worker.ts";
import type { Link } from "./report/link.ts";
import { LocalRecords } from "./report/local-records.ts";
import { SafeMarks } from "./report/safe-marks.ts";
import { TroubleWatch } from "./report/trouble-watch.ts";
import { type WiredLinkParts, wireLink } from "./report/wire-link.ts";
import { RefusalCounts } from "./supervise/refusal-counts.ts";

export type EdgeOptions = {
  readonly config: EdgeConfig;
  /** Where the journal stands. */
  readonly folder: string;
  readonly runner: string;
  readonly startWorker: (input: WorkerInput) => Worker;
  readonly log: Logger;
  /** Only the start of a new process helps. */
  readonly onFatal: (reason: string) => void;
  readonly clock?: EdgeClock;
  /** Times that only tests change. */
  readonly timing?: {
    readonly bodyTimeoutMs?: number;
    readonly watchTimeoutMs?: number;
    readonly documents?: DocumentTiming;
  };
  /** What this edge knows of the other edges of its lot; by default what the cloud tells it. */
  readonly lot?: () => LotKnowledge;
  /** The machine's interfaces; only tests give others. */
  readonly interfaces?: WiredLinkParts["interfaces"];
  /** A live record is committed in the cloud, so long after it was first sent. */
  readonly onCommitted?: WiredLinkParts["onCommitted"];
};

const trialsEveryMs = 5_000;
const pruneEveryMs = 60 * 60_000;
const troubleEveryMs = 1_000;
/** Photos wait while more records than a link carries at once do. */
const liveRecordsMax = 64;
const keptMs = 14 * 24 * 60 * 60_000;
/** A database that is lost comes back from a backup of at most so long ago. */
const safeAfterMs = 24 * 60 * 60_000;
const safeMarksSchema = z.partialRecord(streamSchema, z.array(z.object({ at: z.number(), mark: z.number() })));
const clockTieSchema = z.object({
  bootId: z.string(),
  monotonicMs: z.number(),
  cloudMs: z.number(),
  errorMs: z.number().default(1_000),
});

type Parts = {
  journal: Journal;
  rules: RuleStore;
  settings: SettingsStore;
  trials: Trials;
  documents: Documents;
  link: Link;
  stopLink: () => Promise<void>;
  door: CameraDoor;
  local: LocalRecords;
  trouble: TroubleWatch;
  photos: WiredPhotos | null;
};

/** One edge: every part of it, wired together. */
export class Edge {
  readonly #options: EdgeOptions;
  readonly #refusals = new RefusalCounts<RefusalWord>();
  readonly #refusedMessages = new RefusalCounts<DownKind | "cloud/state">();
  readonly #clock: EdgeClock;
  readonly #lanes = new Map<string, Lane>();
  readonly #barriers = new Map<string, Barrier>();
  #parts: Parts | null = null;
  #timers: NodeJS.Timeout[] = [];
  #telemetryTimer: NodeJS.Timeout | undefined;
  #safeMarks = new Map<Stream, SafeMarks>();

  constructor(options: EdgeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? new EdgeClock();
  }

  /** Rejects when the journal or the camera port cannot be used. */
  async start(): Promise<void> {
    const { config, folder, log, startWorker, onFatal } = this.#options;
    const journal = await Journal.start({
      file: path.join(folder, "journal.db"),
      edgeId: config.edgeId,
      startWorker,
      onFatal,
      onTrouble: (reason) => log.warn({ reason }, "the journal waits for the disk"),
      onDisk: (disk) => {
        trouble.noteDisk(disk);
        if (disk.step === "critical") this.#prune();
        this.#sendTelemetry();
      },
    });
    const key = edgeKey(folder);
    const local = new LocalRecords({ edge: config, journal, clock: this.#clock, key, log });
    const refused = (kind: DownKind | "cloud/state") => this.#refusedMessages.add(kind);
    const say = (what: Trouble) => {
      local.say(what).catch((error: Error) => log.error({ what, err: error }, "trouble could not be recorded"));
    };
    const trouble = new TroubleWatch(
      {
        lateMs: () => journal.lateMs(),
        wallMs: Date.now,
        monotonicMs: () => this.#clock.monotonicMs(),
        onTrouble: say,
      },
      journal.disk,
    );
    if (journal.setAside !== null) say({ what: "journalSetAside" });
    if (journal.setAside !== null) log.error({ file: journal.setAside }, "the journal was unreadable and is set aside");
    const tie = clockTieSchema.safeParse(journal.read.state("clock"));
    if (tie.success) this.#clock.resume(tie.data);
    this.#safeMarks = readSafeMarks(journal);
    const endedHere = journal.read.endedElsewhereSessions(config.edgeId);
    const sessions = new OpenSessions(journal.read.openSessions(), endedHere);
    const keys = new TrustedKeyStore(journal, config.publicKeys);
    keys.start();
    const settings = new SettingsStore({
      config,
      journal,
      onChange: () => {
        settingsChanged();
        this.#sendTelemetry();
      },
      log,
    });
    const rules = new RuleStore({
      journal,
      lotId: config.lotId,
      nowMs: () => this.#clock.nowMs(),
      bundlesInUse: () => new Set([...sessions.bundleHashes(), ...trials.bundleHashes()]),
      onBadBundle: (sha256, reason) => log.error({ sha256, reason }, "a stored bundle cannot be used"),
    });
    rules.start();
    const trials = new Trials({
      edge: config,
      journal,
      rules,
      keys: () => keys.keys,
      nowMs: () => this.#clock.nowMs(),
      send: (report) => link.sendTrialReport(report),
      onUnreadable: () => refused("desired/trial"),
      log,
    });
    const receiver = new RulesReceiver({
      edge: config,
      store: rules,
      keys: () => keys.keys,
      nowMs: () => this.#clock.nowMs(),
      onUnreadable: () => refused("desired/rules"),
      onReport: (report) => {
        if (report.step === "refused") refused("desired/rules");
        link.sendReport(report);
        this.#sendTelemetry();
      },
      log,
    });
    const wired = wireLink({
      edge: config,
      settings: () => settings.inForce,
      installed: settings.installed,
      runner: this.#options.runner,
      journal,
      clock: this.#clock,
      bundle: () => bundleState(rules),
      report: () => receiver.report,
      onRules: (bytes) => void receiver.receive(bytes),
      onMark: (stream, mark) => this.#safeMarks.get(stream)!.note(mark, this.#clock.nowMs()),
      onLive: () => {
        this.#sendTelemetry();
        trials.tellAll();
      },
      onKeys: (bytes) => void this.#receiveKeys(keys, [receiver, trials, documents], bytes),
      onTrial: (bytes) => trials.receive(bytes),
      lanes: config.lanes.map(({ id }) => id),
      publicKey: key.publicKey,
      onCommand: (bytes) => void desk.receive(bytes),
      onDocument: (topic, bytes) => documents.receive(topic, bytes),
      onUnreadable: refused,
      ...(this.#options.interfaces === undefined ? {} : { interfaces: this.#options.interfaces }),
      ...(this.#options.onCommitted === undefined ? {} : { onCommitted: this.#options.onCommitted }),
      log,
    });
    const { link, stop: stopLink, settingsChanged } = wired;
    const documents = await Documents.start({
      edge: config,
      folder,
      startWorker,
      keys: () => keys.keys,
      nowMs: () => this.#clock.nowMs(),
      sessions,
      rules,
      settings,
      journal,
      want: (want) => link.sendWant(want),
      way: () => this.#way(link, settings),
      onFatal,
      onRefused: refused,
      log,
      ...(this.#options.timing?.documents === undefined ? {} : { timing: this.#options.timing.documents }),
    });
    const cameraClocks = new CameraClocks();
    const photos = this.#wirePhotos(journal, local, link, settings);
    this.#makeLanes(journal, sessions, trials, documents, link, cameraClocks, photos, settings);
    const desk = new CommandDesk({
      edge: config,
      keys: () => keys.keys,
      barriers: this.#barriers,
      journal,
      clock: this.#clock,
      onReport: (report) => link.sendCommandReport(report),
      onRefused: () => refused("command"),
      log,
    });
    const door = this.#makeDoor(cameraClocks, settings);
    this.#parts = { journal, rules, settings, trials, documents, link, stopLink, door, local, trouble, photos };
    await photos?.start();
    await door.start();
    local.start();
    desk.start();
    link.start();
    this.#tellRegularly(settings);
    this.#timers.push(setInterval(() => trials.tick(), trialsEveryMs));
    this.#timers.push(setInterval(() => this.#prune(), pruneEveryMs));
    this.#timers.push(setInterval(() => trouble.tick(), troubleEveryMs));
    log.info({ port: door.port(), epoch: journal.epoch, fsyncMs: journal.fsyncMs, open: sessions.size }, "ready");
  }

  /** The port on which cameras are heard. */
  port(): number {
    return this.#parts!.door.port();
  }

  /** Lets cars that are being served finish, then closes everything. */
  async stop(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    clearTimeout(this.#telemetryTimer);
    const parts = this.#parts;
    if (parts === null) return;
    this.#parts = null;
    await parts.door.stop();
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stop()));
    await parts.trials.stop();
    await parts.photos?.stop();
    parts.local.stop();
    await parts.stopLink();
    await parts.documents.stop();
    await parts.journal.close();
  }

  telemetry(): Telemetry {
    const { journal, rules, settings, documents, link, trouble } = this.#parts!;
    const stamp = this.#clock.stamp();
    return {
      v: 1,
      at: this.#clock.nowMs(),
      work: rules.active === null ? "notDeciding" : link.isLive ? "deciding" : "decidingLocally",
      bundle: bundleState(rules),
      backlog: link.backlog(),
      clock: { offsetMs: stamp.offsetMs, quality: stamp.quality },
      fsyncMs: journal.fsyncMs,
      diskUsedShare: Math.min(1, Math.max(0, journal.disk.usedShare)),
      degraded: trouble.degraded(),
      photos: journal.read.photosWaiting(),
      documents: documents.telemetry(),
      settings: settings.telemetry(),
      refusedObservations: this.#refusals.all(),
      refusedMessages: this.#refusedMessages.all(),
    };
  }

  #makeLanes(
    journal: Journal,
    sessions: OpenSessions,
    trials: Trials,
    documents: Documents,
    link: Link,
    cameraClocks: CameraClocks,
    photos: WiredPhotos | null,
    settings: SettingsStore,
  ): void {
    const { config, log, lot, timing } = this.#options;
    const unfinished = journal.read.openPassages();
    for (const laneConfig of config.lanes) {
      const laneLog = log.child({ laneId: laneConfig.id });
      const barrier = makeBarrier(laneConfig.barrier);
      this.#barriers.set(laneConfig.id, barrier);
      const watchTimeout = timing?.watchTimeoutMs === undefined ? {} : { timeoutMs: timing.watchTimeoutMs };
      const watch = new PassageWatch({ readLoop: () => barrier.isLoopOccupied(), ...watchTimeout });
      const where = { laneId: laneConfig.id, lotId: config.lotId };
      const gate = new LaneGate({ ...where, journal, clock: this.#clock, barrier, watch, log: laneLog });
      gate.resume(unfinished.filter((row) => row.lane_id === laneConfig.id));
      const lane = new Lane({
        edge: config,
        // as it is when a car's turn begins; that car sees no other
        get config() {
          return settings.lane(laneConfig.id);
        },
        journal,
        clock: this.#clock,
        cameraClocks,
        sessions,
        rules: trials.rulesAt(laneConfig.id),
        gate,
        shadow: trials,
        lot: lot ?? (() => documents.lot()),
        grants: (plateText) => documents.grants(plateText),
        link: () => link.state(),
        photos: photos?.desk ?? null,
        log: laneLog,
      });
      this.#lanes.set(laneConfig.id, lane);
    }
  }

  /** null where nobody has said where to send photos. */
  #wirePhotos(journal: Journal, local: LocalRecords, link: Link, settings: SettingsStore): WiredPhotos | null {
    const { config, folder, log } = this.#options;
    const { httpUrl } = config;
    if (httpUrl === undefined) return null;
    return wirePhotos({
      edge: config,
      settings: () => settings.inForce.photos,
      httpUrl,
      folder,
      journal,
      local,
      mayUpload: () => link.isLive && link.backlog().records <= liveRecordsMax,
      uplink: () => ({ isMetered: link.uplink()?.isMetered ?? false }),
      way: () => this.#way(link, settings),
      nowMs: () => this.#clock.nowMs(),
      log,
    });
  }

  /** How what is not live travels: its pace, and the address that it leaves from. */
  #way(link: Link, settings: SettingsStore): { kbitPerSecond: number; localAddress: string | null } {
    const uplink = link.uplink();
    const kbitPerSecond = uplink?.backlogKbitPerSecond ?? settings.inForce.backlogKbitPerSecond;
    return { kbitPerSecond, localAddress: uplink?.localAddress ?? null };
  }

  #makeDoor(cameraClocks: CameraClocks, settings: SettingsStore): CameraDoor {
    const { config, folder, log, timing } = this.#options;
    return new CameraDoor({
      listen: config.listen,
      lanes: config.lanes,
      rejectedFolder: path.join(folder, "rejected"),
      takesPhotos: () => config.httpUrl !== undefined && settings.inForce.photos.diskMegabytes > 0,
      onObservation: (observation, at) => this.#lanes.get(observation.laneId)!.accept(observation, at),
      onHeartbeat: (deviceId, cameraTime) => cameraClocks.noteHeartbeat(deviceId, cameraTime, this.#clock.nowMs()),
      onRefused: (word, cameraId, detail) => {
        this.#refusals.add(word);
        log.warn({ word, cameraId, detail }, "camera message refused");
      },
      ...(timing?.bodyTimeoutMs === undefined ? {} : { bodyTimeoutMs: timing.bodyTimeoutMs }),
    });
  }

  async #receiveKeys(keys: TrustedKeyStore, signed: Pick<Trials, "again">[], bytes: Uint8Array): Promise<void> {
    const { log } = this.#options;
    try {
      if (!(await keys.receive(bytes))) return; // the list that it has comes with every link
      log.info({ keyIds: [...keys.keys.keys()] }, "trusted keys replaced");
      for (const waiting of signed) await waiting.again();
    } catch (error) {
      this.#refusedMessages.add("desired/keys");
      log.warn({ reason: (error as Error).message }, "a key list cannot be read");
    }
  }

  #tellRegularly(settings: SettingsStore): void {
    this.#telemetryTimer = setTimeout(() => {
      this.#sendTelemetry();
      this.#tellRegularly(settings);
    }, settings.inForce.telemetrySeconds * 1_000);
  }

  #sendTelemetry(): void {
    this.#parts?.link.sendTelemetry(this.telemetry());
  }

  /**
   * Only what is old and safe with the cloud; what is not acknowledged stays for ever. On a disk without room, all that
   * the cloud has committed may go: a restored cloud could lack it, a journal that cannot be written would lose cars.
   */
  #prune(): void {
    if (this.#parts === null) return;
    const { journal } = this.#parts;
    const isTight = journal.disk.step === "critical" || journal.disk.step === "full";
    const before = this.#clock.nowMs() - keptMs;
    const safeMarks = [...this.#safeMarks].map(([stream, marks]) => [stream, marks.notes]);
    void journal.change([
      { statement: "putState", values: ["safeMarks", JSON.stringify(Object.fromEntries(safeMarks))] },
      ...[...this.#safeMarks].map(([stream, { safe, last }]) => ({
        statement: "pruneRecords" as const,
        values: [stream, journal.epoch, isTight ? last : safe, isTight ? this.#clock.nowMs() : before],
      })),
      { statement: "pruneCameraEvents", values: [before] },
      { statement: "pruneSessions", values: [before] },
      { statement: "pruneVisits", values: [this.#clock.nowMs() - VISIT_MINUTES_MAX * 60_000] },
      { statement: "pruneCommands", values: [before] },
    ]);
  }
}

function readSafeMarks(journal: Journal): Map<Stream, SafeMarks> {
  const stored = safeMarksSchema.safeParse(journal.read.state("safeMarks")).data ?? {};
  return new Map(streamSchema.options.map((stream) => [stream, new SafeMarks(safeAfterMs, stored[stream] ?? [])]));
}

function bundleState({ active }: RuleStore): Telemetry["bundle"] {
  if (active === null) return null;
  return { sha256: active.loaded.sha256, number: active.number, generation: active.generation };
}
