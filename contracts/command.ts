import * as z from "zod/mini";
import { joinFields } from "./digest.ts";
import { edgeIdSchema, instantSchema, keyIdSchema, nameSchema, signatureSchema } from "./names.ts";
import { isSignedBy, type SigningKey, sign, type TrustedKeys } from "./signature.ts";

/** Why a person opened a barrier; `other` needs a note, which stays in the cloud. */
export const manualReleaseReasons = [
  "misread",
  "noPlate",
  "paymentFailed",
  "paidElsewhere",
  "emergency",
  "vip",
  "tailgate",
  "fault",
  "offline",
  "congestion",
  "test",
  "other",
] as const;

/** Identity of a command, world-wide; also the id of the barrier command that follows from it. */
export const commandIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/**
 * What a person asks of one lane of one edge, now. Never retained, repeated under its id until the edge has said that it
 * has it, and worthless after `expiresAt`.
 */
export const commandSchema = z.strictObject({
  v: z.literal(1),
  id: commandIdSchema,
  edgeId: edgeIdSchema,
  lotId: nameSchema,
  laneId: nameSchema,
  op: z.enum(["gate.open"]),
  reason: z.enum(manualReleaseReasons),
  /** Cloud time. */
  issuedAt: instantSchema,
  expiresAt: instantSchema,
  /** Id of the person; who that is, only the cloud knows. */
  by: z.string().check(z.minLength(1), z.maxLength(128)),
  keyId: keyIdSchema,
  signature: signatureSchema,
});
export type Command = z.infer<typeof commandSchema>;
export type CommandContent = Omit<Command, "v" | "keyId" | "signature">;

function signedBytes(command: CommandContent, keyId: string): Uint8Array {
  const { id, edgeId, lotId, laneId, op, reason, issuedAt, expiresAt, by } = command;
  return joinFields(["lg1-command", id, edgeId, lotId, laneId, op, reason, issuedAt, expiresAt, by, keyId]);
}

export function signCommand(key: SigningKey, content: CommandContent): Command {
  return { v: 1, ...content, keyId: key.keyId, signature: sign(key, signedBytes(content, key.keyId)) };
}

/** How far off an edge may be from cloud time and still judge whether a command has expired. */
const commandClockErrorMaxMs = 3_000;

export type CommandRefusal = "badSignature" | "otherEdge" | "otherLot" | "noLane" | "clock" | "expired";

/**
 * May this edge do what the command asks? Returns the reason why not, or null. `now` is cloud time as the edge knows it,
 * `errorMs` how wrong that may be (infinite: it never heard the cloud's time).
 */
export function refuseCommand(
  command: Command,
  edge: {
    edgeId: string;
    lotId: string;
    laneIds: ReadonlySet<string>;
    keys: TrustedKeys;
    now: number;
    errorMs: number;
  },
): CommandRefusal | null {
  if (!isSignedBy(edge.keys, command.keyId, command.signature, signedBytes(command, command.keyId)))
    return "badSignature";
  if (command.edgeId !== edge.edgeId) return "otherEdge";
  if (command.lotId !== edge.lotId) return "otherLot";
  if (!edge.laneIds.has(command.laneId)) return "noLane";
  if (edge.errorMs > commandClockErrorMaxMs) return "clock";
  if (edge.now > command.expiresAt) return "expired";
  return edge.now < command.issuedAt - commandClockErrorMaxMs ? "clock" : null;
}

/**
 * How far a command is. `received`: on the edge's disk, about to be done. `opened`: the barrier took it; `failed`: it
 * refused. `unknown`: nobody can say, and the edge never tries again by itself. `rejected`, `expired`: not done.
 */
export const commandStepSchema = z.enum(["received", "opened", "failed", "unknown", "expired", "rejected"]);
export type CommandStep = z.infer<typeof commandStepSchema>;

/** Edge to cloud, at once; the record of the same says it for good. */
export const commandReportSchema = z.strictObject({
  v: z.literal(1),
  id: commandIdSchema,
  step: commandStepSchema,
  reason: z.nullable(z.string().check(z.maxLength(200))),
  at: instantSchema,
});
export type CommandReport = z.infer<typeof commandReportSchema>;
