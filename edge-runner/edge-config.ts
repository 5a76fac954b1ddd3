import fs from "node:fs";
import path from "node:path";
import * as z from "zod";
import { edgeIdSchema, nameSchema } from "#contracts/names.ts";
import { parseSource } from "./gate/source-list.ts";
import { keepGoodCopy, readGoodCopy } from "./good-copy.ts";

const publicKeySchema = z.string().regex(/^[0-9a-f]{64}$/, "a public key is 64 lower-case hex digits");
const portSchema = z.int().min(0).max(65_535);
const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/, "a token is 16 to 128 letters, digits, - and _");
const sourceSchema = z
  .string()
  .refine((text) => parseSource(text) !== null, "a source is an IP address or a CIDR range");

const pulseSecondsSchema = z.number().min(0.2).max(30);
const modbusAddressSchema = z.int().min(0).max(0xffff);

const shellySchema = z.strictObject({
  kind: z.literal("shelly"),
  url: z.url({ protocol: /^https?$/ }),
  switchId: z.int().min(0).max(15),
  /** The input that the loop under the barrier is wired to. */
  inputId: z.int().min(0).max(15),
  /** The relay's own timer ends the pulse, so that a crash here cannot hold the barrier open. */
  pulseSeconds: pulseSecondsSchema,
});
export type ShellyConfig = z.infer<typeof shellySchema>;

const modbusSchema = z
  .strictObject({
    kind: z.literal("modbus"),
    /** `modbus://10.20.0.32:502` */
    url: z.url({ protocol: /^modbus$/ }),
    unitId: z.int().min(0).max(255).default(1),
    /** The output, counted from 0, that closes the barrier's open contact. */
    coil: modbusAddressSchema,
    /** The discrete input, counted from 0, that the loop under the barrier is wired to. */
    loopInput: modbusAddressSchema,
    pulseSeconds: pulseSecondsSchema,
    /** A holding register that, written with a length, makes the relay pulse the output for so long. */
    pulseRegister: z.strictObject({ address: modbusAddressSchema, unitMs: z.int().min(1).max(10_000) }).optional(),
    /** The relay itself is set up to switch this coil off again; `pulseSeconds` says after how long. */
    isCoilTimed: z.boolean().default(false),
    /** This process may switch the coil off: a crash in between holds the barrier open until it is back. */
    allowSoftwarePulse: z.boolean().default(false),
  })
  .superRefine((barrier, ctx) => {
    const ways = [barrier.pulseRegister !== undefined, barrier.isCoilTimed, barrier.allowSoftwarePulse];
    if (ways.filter(Boolean).length === 1) return;
    const message = "say once how the pulse ends: pulseRegister, isCoilTimed, or else allowSoftwarePulse";
    ctx.addIssue({ code: "custom", path: ["pulseRegister"], message });
  });
export type ModbusConfig = z.infer<typeof modbusSchema>;

const barrierSchema = z.discriminatedUnion("kind", [shellySchema, modbusSchema]);
export type BarrierConfig = z.infer<typeof barrierSchema>;

const cameraSchema = z.strictObject({
  id: nameSchema,
  vendor: z.enum(["plateRecognizer", "hikvision"]),
  token: tokenSchema,
  sources: z.array(sourceSchema).min(1).max(64),
});
export type CameraConfig = z.infer<typeof cameraSchema>;

const laneSchema = z.strictObject({
  id: nameSchema,
  /** What the lane does when the journal does not answer in time: open and say so, or wait for it. */
  onJournalFailure: z.enum(["openAndFlag", "wait"]),
  /** What the lane does when the rules themselves fail. */
  onRuleFailure: z.enum(["hold", "release"]).default("hold"),
  barrier: barrierSchema,
  cameras: z.array(cameraSchema).min(1).max(8),
});
export type LaneConfig = z.infer<typeof laneSchema>;

const uplinkSchema = z
  .strictObject({
    id: nameSchema,
    /** Its address of the moment is looked up at each try. */
    interface: z.string().min(1).max(15).optional(),
    localAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
    /** Bytes cost money here. */
    isMetered: z.boolean().default(false),
    /** Pace of a backlog on this uplink, instead of the edge's own. */
    backlogKbitPerSecond: z.int().min(8).max(1_000_000).optional(),
    /** After a failure it must have answered for so long before it is used again in place of one that works. */
    provenAfterSeconds: z.int().min(1).max(3_600).default(30),
  })
  .refine((uplink) => (uplink.interface === undefined) !== (uplink.localAddress === undefined), {
    message: "name either the interface or its localAddress",
  });
export type UplinkConfig = z.infer<typeof uplinkSchema>;

const photosSchema = z.strictObject({
  /** How much of the disk photos may take. */
  diskMegabytes: z.int().min(0).max(1_000_000).default(2_000),
  /** How much of them goes over a metered uplink in one day; there, plates alone go at all. */
  meteredMegabytesPerDay: z.int().min(0).max(100_000).default(50),
});

const edgeConfigSchema = z
  .strictObject({
    v: z.literal(1),
    edgeId: edgeIdSchema,
    lotId: nameSchema,
    country: z.string().regex(/^[A-Z]{2}$/, "a country is two capital letters"),
    mqttUrl: z.url({ protocol: /^mqtts?$/ }),
    /** Where a backlog goes in batches; without it, it goes among the live records. */
    httpUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Pace of a backlog: at most half of what the narrowest uplink carries. */
    backlogKbitPerSecond: z.int().min(8).max(1_000_000).default(256),
    /** Ways to the cloud, the best first; without them the machine's own routes decide. */
    uplinks: z.array(uplinkSchema).min(1).max(4).optional(),
    /** Photos that cameras send; they are kept only where `httpUrl` says where to send them. */
    photos: photosSchema.default({ diskMegabytes: 2_000, meteredMegabytesPerDay: 50 }),
    password: z.string().min(8).max(256),
    publicKeys: z.array(publicKeySchema).min(1).max(16),
    listen: z.strictObject({ host: z.string().min(1).max(253), port: portSchema }),
    lanes: z.array(laneSchema).min(1).max(64),
  })
  .superRefine((config, ctx) => {
    const cameraIds = new Set<string>();
    const laneIds = new Set<string>();
    config.uplinks?.forEach(({ id }, at) => {
      if (config.uplinks!.findIndex((other) => other.id === id) === at) return;
      ctx.addIssue({ code: "custom", path: ["uplinks", at, "id"], message: "used twice" });
    });
    config.lanes.forEach((lane, at) => {
      if (laneIds.has(lane.id)) ctx.addIssue({ code: "custom", path: ["lanes", at, "id"], message: "used twice" });
      laneIds.add(lane.id);
      lane.cameras.forEach((camera, cameraAt) => {
        const issuePath = ["lanes", at, "cameras", cameraAt, "id"];
        if (cameraIds.has(camera.id)) ctx.addIssue({ code: "custom", path: issuePath, message: "used twice" });
        cameraIds.add(camera.id);
      });
    });
  });

/** Enrolment of one edge: who it is, whom it trusts, and the hardware at its lanes. */
export type EdgeConfig = z.infer<typeof edgeConfigSchema>;

/** An enrolment file that cannot be used; the message is for the person who installs the edge. */
export class EdgeConfigError extends Error {
  override readonly name = "EdgeConfigError";
}

/** Checks a parsed enrolment file. Throws {@link EdgeConfigError} with one line for each problem, naming its path. */
export function parseEdgeConfig(value: unknown, source: string): EdgeConfig {
  const parsed = edgeConfigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".") || "(file)"}: ${issue.message}`);
  throw new EdgeConfigError(`${source} is not a valid enrolment file:\n${lines.join("\n")}`);
}

/**
 * Reads an enrolment file. One that is damaged, as a power cut may leave it, does not keep a lot from working: what was
 * read last time counts, and standard error says so. Throws {@link EdgeConfigError}.
 */
export function readEdgeConfig(file: string): EdgeConfig {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (cause) {
    throw new EdgeConfigError(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
  try {
    const config = readEnrolment(text, file);
    keepGoodCopy(file, text);
    return config;
  } catch (error) {
    const good = readGoodCopy(file);
    if (good === null) throw error;
    process.stderr.write(`${(error as Error).message}\nGoing on with the enrolment that was good last.\n`);
    return readEnrolment(good, `${file}.good`);
  }
}

function readEnrolment(text: string, file: string): EdgeConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new EdgeConfigError(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  return parseEdgeConfig(value, file);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The enrolment file named by `LIFTGATE_EDGE_CONFIG`, or else the only one under `LIFTGATE_DATA_DIR`. */
export function edgeConfigFile(env: Environment): string {
  if (env.LIFTGATE_EDGE_CONFIG) return path.resolve(env.LIFTGATE_EDGE_CONFIG);
  if (!env.LIFTGATE_DATA_DIR) throw new EdgeConfigError("set LIFTGATE_EDGE_CONFIG to the enrolment file of this edge");
  const folder = path.resolve(env.LIFTGATE_DATA_DIR, "edges");
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  const files = names.map((name) => path.join(folder, name, "edge.json")).filter((file) => fs.existsSync(file));
  if (files.length === 1) return files[0]!;
  const found = files.length === 0 ? "none" : `${files.length}`;
  throw new EdgeConfigError(`${found} found under ${folder}; set LIFTGATE_EDGE_CONFIG to the file to use`);
}

/** A start on one machine says where things really are when a port of the enrolment was taken. */
export function withLocalAddresses(config: EdgeConfig, env: Environment): EdgeConfig {
  const port = env.LIFTGATE_CAMERA_PORT ? Number(env.LIFTGATE_CAMERA_PORT) : config.listen.port;
  const barrierPort = env.LIFTGATE_BARRIER_PORT;
  const lanes = config.lanes.map((lane) => {
    const url = new URL(lane.barrier.url);
    if (barrierPort && url.hostname === "127.0.0.1") url.port = barrierPort;
    return { ...lane, barrier: { ...lane.barrier, url: url.href.replace(/\/$/, "") } };
  });
  const httpUrl = env.LIFTGATE_EDGE_HTTP_URL || config.httpUrl;
  const addresses = { mqttUrl: env.MQTT_URL || config.mqttUrl, ...(httpUrl ? { httpUrl } : {}) };
  const moved = { ...config, ...addresses, listen: { ...config.listen, port }, lanes };
  return parseEdgeConfig(moved, "the enrolment with the addresses of this start");
}
