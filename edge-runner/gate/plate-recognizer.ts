import * as z from "zod";
import type { EnumValue } from "#engine/model/enums.ts";
import { type CameraMessage, MessageFormatError, type Observation } from "./observation.ts";
import { digestId, type MessagePart, textOf } from "./read-parts.ts";

const vehicleSchema = z.object({ type: z.string().max(64).nullish(), score: z.number().nullish() });
const resultSchema = z.object({
  plate: z.string().max(64).nullish(),
  score: z.number().min(0).max(1).nullish(),
  region: z.object({ code: z.string().max(16).nullish() }).nullish(),
  vehicle: vehicleSchema.nullish(),
});
type Result = z.infer<typeof resultSchema>;

const webhookSchema = z.object({
  hook: z.object({ event: z.string().max(64).nullish(), id: z.union([z.string().max(128), z.number()]).nullish() }),
  data: z
    .object({
      camera_id: z.string().max(128).nullish(),
      filename: z.string().max(180).nullish(),
      timestamp: z.string().max(64).nullish(),
      results: z.array(resultSchema).max(64).nullish(),
    })
    .nullish(),
});

/** Below this a vehicle's kind is a guess, and a guess must not choose a price. */
const vehicleScoreMin = 0.5;

const vehicleClasses: Readonly<Record<string, EnumValue<"vehicleClass">>> = {
  sedan: "car",
  suv: "car",
  van: "van",
  "pickup truck": "van",
  "big truck": "lorry",
  bus: "bus",
  motorcycle: "motorcycle",
};

/**
 * Reads a webhook of Plate Recognizer Stream: JSON, or multipart with the JSON in `json` and a photo in `upload`.
 * Throws {@link MessageFormatError}.
 */
export function readPlateRecognizer(parts: readonly MessagePart[]): CameraMessage {
  const part = parts.find(({ name }) => name === "json") ?? (parts.length === 1 ? parts[0] : undefined);
  if (part === undefined) throw new MessageFormatError("a Plate Recognizer message needs a part named json");
  const webhook = parseWebhook(textOf(part));
  const cameraTime = parseTime(webhook.data?.timestamp);
  const results = webhook.data?.results ?? [];
  if (webhook.hook.event !== "recognition" && results.length === 0) return { kind: "heartbeat", cameraTime };
  const best = bestOf(results);
  if (best === undefined) return { kind: "ignored", why: "no vehicle in the message" };
  const vendorEventId = eventId(webhook) ?? digestId(part);
  return { kind: "vehicle", observation: { ...readResult(best), cameraTime, vendorEventId, isRetransmitted: false } };
}

function parseWebhook(text: string): z.infer<typeof webhookSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // the parser quotes what it found, and that may be a plate: only the place is passed on
    const place = /position \d+/.exec((cause as Error).message)?.[0];
    throw new MessageFormatError(`the message is not JSON${place ? ` (at ${place})` : ""}`);
  }
  const parsed = webhookSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new MessageFormatError(`${issue.path.join(".") || "the message"}: ${issue.message}`);
}

/** The picture that was read: one file name and time for one event. */
function eventId({ data }: z.infer<typeof webhookSchema>): string | null {
  return data?.filename && data.timestamp ? `${data.filename}@${data.timestamp}` : null;
}

/** A lane is one car wide: of several readings the surest plate counts, and a plate before a vehicle without one. */
function bestOf(results: readonly Result[]): Result | undefined {
  const rank = (result: Result) => (plateOf(result) === null ? 0 : 1) + (result.score ?? 0);
  return [...results].sort((a, b) => rank(b) - rank(a))[0];
}

function plateOf({ plate }: Result): string | null {
  return plate?.trim() ? plate : null;
}

type Reading = Omit<Observation, "deviceId" | "laneId" | "cameraTime" | "vendorEventId" | "isRetransmitted">;

function readResult(result: Result): Reading {
  const { vehicle } = result;
  const isSure = (vehicle?.score ?? 0) >= vehicleScoreMin;
  const country = /^[a-z]{2}/i.exec(result.region?.code ?? "")?.[0];
  return {
    plateRaw: plateOf(result),
    confidence: plateOf(result) === null ? null : (result.score ?? null),
    plateCountry: country?.toUpperCase() ?? null,
    plateType: null,
    plateColor: null,
    vehicleClass: (isSure && vehicleClasses[(vehicle?.type ?? "").toLowerCase()]) || null,
  };
}

/** `2021-09-29T05:56:13.606935Z`, or the same with a space and an offset; a time without an offset is UTC here. */
function parseTime(text: string | null | undefined): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/.exec(text ?? "");
  if (match === null) return null;
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? "Z"}`);
  return Number.isNaN(time) || time < 0 ? null : time;
}
