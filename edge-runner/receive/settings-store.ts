import type { Logger } from "pino";
import * as z from "zod";
import { entryValue } from "#contracts/document-entry.ts";
import {
  type EdgeSettings,
  edgeSettingsSchema,
  type SettingsRefusal,
  settingsInForce,
  unknownNames,
  type WholeSettings,
} from "#contracts/edge-settings.ts";
import { limits } from "#contracts/limits.ts";
import type { Telemetry } from "#contracts/messages.ts";
import type { EdgeConfig, LaneConfig } from "../edge-config.ts";
import { installedSettings } from "../installed-settings.ts";
import type { Journal } from "../report/journal.ts";

/** A version of the document `settings`. */
type Version = { readonly generation: number; readonly version: number };
type Refusal = Version & { readonly code: SettingsRefusal; readonly message: string };

const storedSchema = z.object({ generation: z.int(), version: z.int(), settings: edgeSettingsSchema });

export type SettingsStoreParts = {
  readonly config: EdgeConfig;
  readonly journal: { readonly change: Journal["change"]; readonly read: Pick<Journal["read"], "state"> };
  /** Other values are in force, or others are refused. */
  readonly onChange: () => void;
  readonly log: Logger;
};

/**
 * What this edge goes by where that can be changed from afar: its enrolment, and over it the entry of the lot's document
 * `settings` that is its own. Kept in the journal, so that it holds over restarts and when the documents are lost.
 */
export class SettingsStore {
  readonly #parts: SettingsStoreParts;
  readonly installed: WholeSettings;
  #inForce: WholeSettings;
  #lanes: ReadonlyMap<string, LaneConfig>;
  #held: Version & { readonly settings: EdgeSettings } = { generation: 0, version: 0, settings: {} };
  #refused: Refusal | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: SettingsStoreParts) {
    this.#parts = parts;
    this.installed = installedSettings(parts.config);
    const stored = storedSchema.safeParse(parts.journal.read.state("settings"));
    if (stored.success) this.#held = stored.data;
    this.#inForce = settingsInForce(this.installed, this.#held.settings);
    this.#lanes = lanesOf(parts.config, this.#inForce);
  }

  /** What counts now. Read it once for one thing that is done: the next reading may be of another version. */
  get inForce(): WholeSettings {
    return this.#inForce;
  }

  /** A lane's enrolment as it is in force. */
  lane(id: string): LaneConfig {
    return this.#lanes.get(id)!;
  }

  telemetry(): NonNullable<Telemetry["settings"]> {
    const { generation, version } = this.#held;
    return { generation, version, refused: this.#refused };
  }

  /** What a version of the document says of this edge (null: nothing). On disk before it is in force; never rejects. */
  take(version: Version, line: string | null): Promise<void> {
    this.#work = this.#work.then(async () => {
      try {
        await this.#take(version, line);
      } catch (error) {
        this.#parts.log.error({ err: error }, "settings could not be kept");
      }
    });
    return this.#work;
  }

  async #take({ generation, version }: Version, line: string | null): Promise<void> {
    const { config, journal, log, onChange } = this.#parts;
    const said = line === null ? {} : entryValue(edgeSettingsSchema, line);
    const refusal = said === null ? (["unreadable", "this edge cannot read them"] as const) : this.#judge(said);
    const stale = this.#judgeAge({ generation, version }, said);
    if (said === null || refusal !== null || stale !== null) {
      const [code, message] = stale ?? refusal!;
      this.#refused = { generation, version, code, message: message.slice(0, limits.textMax) };
      log.warn(this.#refused, "settings are refused; those in force stay");
      onChange();
      return;
    }
    this.#refused = null;
    if (generation !== this.#held.generation || version !== this.#held.version) {
      const held = { generation, version, settings: said };
      await journal.change([{ statement: "putState", values: ["settings", JSON.stringify(held)] }]);
      const before = JSON.stringify(this.#inForce);
      const inForce = settingsInForce(this.installed, said);
      this.#held = held;
      this.#lanes = lanesOf(config, inForce);
      this.#inForce = inForce;
      if (JSON.stringify(inForce) !== before) log.info({ generation, version }, "other settings are in force");
    }
    onChange();
  }

  #judge(said: EdgeSettings): readonly [SettingsRefusal, string] | null {
    const { lanes, uplinks } = unknownNames(this.installed, said);
    if (lanes.length > 0) return ["noLane", `no such lane at this edge: ${lanes.join(", ")}`];
    if (uplinks.length > 0) return ["noUplink", `no such uplink at this edge: ${uplinks.join(", ")}`];
    return null;
  }

  /** The documents were lost and an older one came in their place: what is in force is newer. */
  #judgeAge({ generation, version }: Version, said: EdgeSettings | null): readonly [SettingsRefusal, string] | null {
    const held = this.#held;
    if (generation < held.generation) return ["staleGeneration", "settings of an earlier generation"];
    if (generation > held.generation || version > held.version) return null;
    const isSame = version === held.version && JSON.stringify(said) === JSON.stringify(held.settings);
    return isSame ? null : ["staleVersion", "older than the settings in force"];
  }
}

function lanesOf(config: EdgeConfig, { lanes }: WholeSettings): ReadonlyMap<string, LaneConfig> {
  return new Map(config.lanes.map((lane) => [lane.id, { ...lane, ...lanes[lane.id] }]));
}
