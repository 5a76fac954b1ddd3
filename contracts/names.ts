import * as z from "zod/mini";

/** Identity of an edge, unique world-wide; also its MQTT user name and client id. Holds no dash, so ids made from it split cleanly. */
export const edgeIdSchema = z.string().check(z.regex(/^[a-z0-9]{6,24}$/));

/** Identity of an operator, lot or lane: a lower-case word, chosen by the cloud. */
export const nameSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/** Life of one journal: 48 bits of time and 16 random bits in hex, made whenever a journal is created or restored, never used again. */
export const epochSchema = z.string().check(z.regex(/^[0-9a-f]{16}$/));

/** Kinds of stream: `p` passages (money), `a` audit of commands, `l` anomalies. */
export const streamSchema = z.enum(["p", "a", "l"]);
export type Stream = z.infer<typeof streamSchema>;

/** Serial number in a stream: 1, 2, 3... without holes. */
export const serialSchema = z.int().check(z.gte(1), z.lte(Number.MAX_SAFE_INTEGER));

/**
 * What the cloud knows and an edge must, besides rules and keys: `grants` (which vehicles may do what), `openSessions`
 * (who is inside, by whichever edge they came in) and `settings` (what is changed at the edges from afar). One document of
 * each name for a lot.
 */
export const documentNameSchema = z.enum(["grants", "openSessions", "settings"]);
export type DocumentName = z.infer<typeof documentNameSchema>;

export const digestSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const signatureSchema = z.string().check(z.regex(/^[0-9a-f]{128}$/));
export const keyIdSchema = z.string().check(z.regex(/^[0-9a-f]{16}$/));
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instantSchema = z.int().check(z.gte(0), z.lte(8_640_000_000_000_000));

export const passageIdSchema = z.string().check(z.regex(/^[a-z0-9]{6,24}-[0-9a-f]{16}-[1-9][0-9]{0,15}$/));

/** `<edgeId>-<epoch>-<n of the decision record>`: the name of a passage, unique world-wide. */
export function passageId(edgeId: string, epoch: string, n: number): string {
  return `${edgeId}-${epoch}-${n}`;
}
