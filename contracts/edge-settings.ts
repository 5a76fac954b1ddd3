import * as z from "zod/mini";
import { nameSchema } from "./names.ts";

/** Smallest and largest value of what can be set, as edge and console check it. */
export const settingBounds = {
  diskMegabytes: { min: 0, max: 1_000_000 },
  meteredMegabytesPerDay: { min: 0, max: 100_000 },
  backlogKbitPerSecond: { min: 8, max: 1_000_000 },
  /** An edge that is silent for 50 s is shown as offline. */
  telemetrySeconds: { min: 2, max: 20 },
  provenAfterSeconds: { min: 1, max: 3_600 },
} as const;
export type NumberSetting = keyof typeof settingBounds;

function numberSchema(name: NumberSetting) {
  const { min, max } = settingBounds[name];
  return z.int().check(z.gte(min), z.lte(max));
}

const laneSettingsSchema = z.strictObject({
  /** What the lane does when the journal does not answer in time: open and say so, or wait for it. */
  onJournalFailure: z.enum(["openAndFlag", "wait"]),
  /** What the lane does when the rules themselves fail. */
  onRuleFailure: z.enum(["hold", "release"]),
});
const photoSettingsSchema = z.strictObject({
  /** How much of the disk photos may take; 0 keeps none. */
  diskMegabytes: numberSchema("diskMegabytes"),
  /** How much of them goes over a metered uplink in one day. */
  meteredMegabytesPerDay: numberSchema("meteredMegabytesPerDay"),
});
const uplinkSettingsSchema = z.strictObject({
  /** Bytes cost money there. */
  isMetered: z.boolean(),
  /** Pace of a backlog there; null: the edge's own. */
  backlogKbitPerSecond: z.nullable(numberSchema("backlogKbitPerSecond")),
  /** After a failure it must have answered for so long before it is used again in place of one that works. */
  provenAfterSeconds: numberSchema("provenAfterSeconds"),
});

/** Everything that can be changed at an edge from afar, as it is. Lanes and uplinks go by their ids. */
export const wholeSettingsSchema = z.strictObject({
  lanes: z.record(nameSchema, laneSettingsSchema),
  photos: photoSettingsSchema,
  uplinks: z.record(nameSchema, uplinkSettingsSchema),
  backlogKbitPerSecond: numberSchema("backlogKbitPerSecond"),
  telemetrySeconds: numberSchema("telemetrySeconds"),
});
export type WholeSettings = z.infer<typeof wholeSettingsSchema>;

/** Value of an entry of the document `settings`; its key is the edge's id. What it does not name is as the enrolment says. */
export const edgeSettingsSchema = z.strictObject({
  lanes: z.optional(z.record(nameSchema, z.partial(laneSettingsSchema))),
  photos: z.optional(z.partial(photoSettingsSchema)),
  uplinks: z.optional(z.record(nameSchema, z.partial(uplinkSettingsSchema))),
  backlogKbitPerSecond: z.optional(numberSchema("backlogKbitPerSecond")),
  telemetrySeconds: z.optional(numberSchema("telemetrySeconds")),
});
export type EdgeSettings = z.infer<typeof edgeSettingsSchema>;

/** Why an edge does not follow settings that are signed and whole. */
export type SettingsRefusal = "unreadable" | "noLane" | "noUplink" | "staleGeneration" | "staleVersion";

/** Names of lanes and uplinks that the settings speak of and the edge does not have. */
export function unknownNames(installed: WholeSettings, settings: EdgeSettings): { lanes: string[]; uplinks: string[] } {
  const missing = (named: object = {}, known: object) => Object.keys(named).filter((id) => !Object.hasOwn(known, id));
  return { lanes: missing(settings.lanes, installed.lanes), uplinks: missing(settings.uplinks, installed.uplinks) };
}

/** What an edge goes by: what its enrolment says, and over it what was changed. Names that it does not have are passed over. */
export function settingsInForce(installed: WholeSettings, changed: EdgeSettings): WholeSettings {
  return {
    lanes: overEach(installed.lanes, changed.lanes),
    photos: over(installed.photos, changed.photos),
    uplinks: overEach(installed.uplinks, changed.uplinks),
    backlogKbitPerSecond: changed.backlogKbitPerSecond ?? installed.backlogKbitPerSecond,
    telemetrySeconds: changed.telemetrySeconds ?? installed.telemetrySeconds,
  };
}

type Changed<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

function overEach<T extends object>(
  installed: Readonly<Record<string, T>>,
  changed: Readonly<Record<string, Changed<T>>> = {},
): Record<string, T> {
  const entries = Object.entries(installed);
  return Object.fromEntries(entries.map(([id, one]) => [id, over(one, Object.hasOwn(changed, id) ? changed[id] : {})]));
}

function over<T extends object>(installed: T, changed: Changed<T> = {}): T {
  const said = Object.entries(changed).filter(([, value]) => value !== undefined);
  return { ...installed, ...Object.fromEntries(said) };
}
