import * as z from "zod/mini";
import { digestHex } from "./digest.ts";
import { limits } from "./limits.ts";
import { MessageError } from "./messages.ts";
import { digestSchema, instantSchema } from "./names.ts";
import { toBytes } from "./text.ts";

/**
 * One entry of a document: its line of text, exactly as it stands in a snapshot, is the JSON of `[key, value]`. The line is
 * what is stored and hashed on both sides, so that no canonical form of JSON is needed.
 */
export type DocumentEntry = { readonly key: string; readonly line: string };

/** What a delta does to one key: the entry that it has from now on, or null for none. */
export type DocumentChange = { readonly key: string; readonly line: string | null };

export const emptyRoot = "0".repeat(64);

export function documentEntry(key: string, value: unknown): DocumentEntry {
  return { key, line: JSON.stringify([key, value]) };
}

export function entryHash(line: string): string {
  return digestHex(toBytes(line));
}

/**
 * The root of a document is the XOR of its entries' hashes, whatever their order: adding an entry and taking it away are
 * the same step. It finds what went wrong on a disk or in a program; against forgery stands the signature.
 */
export function xorRoots(a: string, b: string): string {
  let out = "";
  for (let i = 0; i < 64; i += 8) {
    const word = Number.parseInt(a.slice(i, i + 8), 16) ^ Number.parseInt(b.slice(i, i + 8), 16);
    out += (word >>> 0).toString(16).padStart(8, "0");
  }
  return out;
}

/** A delta's text: `+` and the entry's line, or `-` and the key in JSON, one a line. */
export function encodeChanges(changes: readonly DocumentChange[]): string {
  return changes.map(({ key, line }) => (line === null ? `-${JSON.stringify(key)}\n` : `+${line}\n`)).join("");
}

/** Throws {@link MessageError}. */
export function decodeChanges(text: string): DocumentChange[] {
  const lines = splitLines(text);
  if (lines.length > limits.deltaChangesMax) throw new MessageError(`${lines.length} changes in one delta`);
  return lines.map((line) => {
    if (line.startsWith("+")) return parseEntry(line.slice(1));
    const key = line.startsWith("-") ? parseJson(line.slice(1)) : null;
    if (typeof key !== "string" || key === "") throw new MessageError("a line of a delta cannot be read");
    return { key, line: null };
  });
}

/** The lines of a snapshot; each ends in a newline. Throws {@link MessageError}. */
export function splitLines(text: string): string[] {
  if (text === "") return [];
  if (!text.endsWith("\n")) throw new MessageError("the last line has no end");
  return text.slice(0, -1).split("\n");
}

/** Throws {@link MessageError}. */
export function parseEntry(line: string): DocumentEntry {
  const pair = line.length <= limits.entryCharactersMax ? parseJson(line) : null;
  const key = Array.isArray(pair) && pair.length === 2 ? (pair[0] as unknown) : null;
  if (typeof key !== "string" || key === "") throw new MessageError("an entry cannot be read");
  return { key, line };
}

/** The value of a stored entry; null when it cannot be read as what the schema says. */
export function entryValue<T>(schema: z.ZodMiniType<T>, line: string): T | null {
  const pair = parseJson(line);
  const parsed = schema.safeParse(Array.isArray(pair) ? pair[1] : undefined);
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no entry reads so
  }
}

const instantOrNull = z.nullable(instantSchema);

/** What the tariff calls a permit, an entitlement, a kind of validation or a channel: one of its identifiers. */
const tariffNameSchema = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/));
const amountSchema = z.int().check(z.gte(0), z.lte(1e12));
const reasonSchema = z.nullable(z.string().check(z.maxLength(64)));
const times = { from: instantOrNull, until: instantOrNull };

/**
 * What holds for one vehicle. From `from` (null: always) until `until` (null: for good). Fields that a reader does not
 * know are passed over, so a field may add to an item but never narrow it: what narrows is a new kind.
 */
const grantItemSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("block"), reason: reasonSchema, ...times }),
  /** `entitlement`: what the tariff asks for as `userQualifications`. */
  z.object({
    kind: z.enum(["allow", "exempt"]),
    reason: reasonSchema,
    ...times,
    entitlement: z.optional(tariffNameSchema),
  }),
  /** `product`: what the tariff asks for as `activeAssignedRight`, and covers as a right. `rightKind`: in the words of APDS. */
  z.object({
    kind: z.literal("permit"),
    ...times,
    product: z.optional(tariffNameSchema),
    rightKind: z.optional(tariffNameSchema),
  }),
  /** Paid at `from`; may leave until `until`. Without an amount it says that nothing was left to pay then. */
  z.object({
    kind: z.literal("paid"),
    from: instantSchema,
    until: instantSchema,
    amountMinor: z.optional(amountSchema),
    channel: z.optional(tariffNameSchema),
  }),
  /** Given at `from`, for the stay of that moment; lapses at `until`. */
  z.object({ kind: z.literal("validation"), type: tariffNameSchema, from: instantSchema, until: instantSchema }),
  z.object({ kind: z.literal("reservation"), from: instantSchema, until: instantSchema }),
  /** `limitMinor` null: whatever the fee is. */
  z.object({ kind: z.literal("autoPay"), limitMinor: z.nullable(amountSchema), ...times }),
  /** What was owed at `from`, from how many stays. */
  z.object({ kind: z.literal("debt"), amountMinor: amountSchema, count: z.int().check(z.gte(0)), ...times }),
]);
export type GrantItem = z.infer<typeof grantItemSchema>;
/** Value of an entry of `grants`; its key is the plate, normalised. */
const grantValueSchema = z.array(z.unknown()).check(z.minLength(1), z.maxLength(limits.grantItemsMax));

/**
 * What an entry of `grants` says. An item of a kind that this reader does not know is skipped and counted; the others
 * count as ever. null when it is no entry of grants at all.
 */
export function readGrants(line: string): { readonly items: readonly GrantItem[]; readonly skipped: number } | null {
  const values = entryValue(grantValueSchema, line);
  if (values === null) return null;
  const items = values.flatMap((value) => {
    const parsed = grantItemSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  return { items, skipped: values.length - items.length };
}

/** Value of an entry of `openSessions`; its key is the session's id, which names the edge that opened it. */
export const openSessionValueSchema = z.strictObject({
  plate: z.string().check(z.minLength(1), z.maxLength(64)),
  laneId: z.string().check(z.maxLength(63)),
  enteredAt: instantSchema,
  quality: z.enum(["synced", "holdover", "unsynced"]),
  /** The bundle under which it opened, and whose tariff prices it. */
  bundle: z.strictObject({ sha256: digestSchema, number: z.int().check(z.gte(1)) }),
  vehicleClass: z.nullable(z.string().check(z.maxLength(64))),
});

/** How much one step changes, for the grants of a lot. */
export type GrantStep = { before: number; after: number; removed: number; newlyBlocked: number };

const droppedShareMax = 0.3;
const blockedShareMax = 0.2;
/** Lists smaller than this change by large shares every day. */
const massMin = 20;

/** Is this a step that no cloud in its right mind takes unasked: much of the list gone, or turned against its vehicles? */
export function isMassChange({ before, removed, newlyBlocked }: GrantStep): boolean {
  if (before === 0) return false;
  return (
    (removed >= massMin && removed > before * droppedShareMax) ||
    (newlyBlocked >= massMin && newlyBlocked > before * blockedShareMax)
  );
}

/** Does this entry of `grants` turn a vehicle away? */
export function isBlocking(line: string | null): boolean {
  return line?.includes('"kind":"block"') ?? false;
}
