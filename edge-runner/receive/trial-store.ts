import * as z from "zod";
import { digestSchema, nameSchema } from "#contracts/names.ts";
import type { TrialPointer } from "#contracts/trial.ts";
import type { LoadedBundle } from "#engine/compile/load-bundle.ts";
import type { Journal } from "../report/journal.ts";
import type { ActiveRules, RuleSource } from "./active-rules.ts";
import type { RuleStore } from "./rule-store.ts";

const storedTrialSchema = z.object({
  sha256: digestSchema,
  number: z.int(),
  generation: z.int(),
  activatedAt: z.int(),
  lanes: z.array(nameSchema),
});
const stateSchema = z.object({
  /** The highest generation that was followed; a lower one never is again. */
  generation: z.int(),
  trial: storedTrialSchema.nullable(),
});
type State = z.infer<typeof stateSchema>;

/** A pointer that names a bundle: one that does not ends the trial. */
export type NamedTrialPointer = TrialPointer & { readonly bundle: NonNullable<TrialPointer["bundle"]> };

/** The bundle that is tried; without lanes it is a shadow. */
export type ActiveTrial = ActiveRules & { readonly lanes: readonly string[] };

export type TrialStoreParts = {
  readonly journal: Journal;
  readonly rules: RuleStore;
  readonly nowMs: () => number;
};

/** The bundle that this edge tries beside its live one, over restarts. */
export class TrialStore {
  readonly #parts: TrialStoreParts;
  #state: State = { generation: 0, trial: null };
  #active: ActiveTrial | null = null;

  constructor(parts: TrialStoreParts) {
    this.#parts = parts;
  }

  get active(): ActiveTrial | null {
    return this.#active;
  }

  /** The generation that this edge follows; 0 before the first. */
  get generation(): number {
    return this.#state.generation;
  }

  /** Takes up the trial that was under way; one whose bundle cannot be loaded any more is over. */
  start(): void {
    const stored = stateSchema.safeParse(this.#parts.journal.read.state("trial"));
    if (!stored.success) return;
    this.#state = stored.data;
    const { trial } = stored.data;
    const loaded = trial === null ? null : this.#parts.rules.bundle(trial.sha256);
    this.#active = trial === null || loaded === null ? null : { loaded, ...trial };
  }

  /** Bundles that must not be thrown away while they are tried. */
  bundleHashes(): readonly string[] {
    return this.#state.trial === null ? [] : [this.#state.trial.sha256];
  }

  /** Tries a checked bundle from the next car on. It is on disk before. */
  async begin(loaded: LoadedBundle, gzip: Uint8Array, pointer: NamedTrialPointer): Promise<void> {
    const now = this.#parts.nowMs();
    const { generation, lanes } = pointer;
    const trial = { sha256: loaded.sha256, number: pointer.bundle.number, generation, activatedAt: now, lanes };
    await this.#parts.journal.change([
      { statement: "putBundle", values: [loaded.sha256, trial.number, gzip, now] },
      { statement: "putState", values: ["trial", JSON.stringify({ generation, trial })] },
    ]);
    this.#state = { generation, trial };
    this.#active = { loaded, ...trial };
  }

  /** Nothing is tried any more; every lane decides by the live bundle. */
  async end(generation: number): Promise<void> {
    const state: State = { generation, trial: null };
    await this.#parts.journal.change([{ statement: "putState", values: ["trial", JSON.stringify(state)] }]);
    this.#state = state;
    this.#active = null;
  }

  /** What decides at a lane: the bundle on trial there, or the live one. */
  rulesAt(laneId: string): RuleSource {
    const { rules } = this.#parts;
    const onTrial = () => (this.#active?.lanes.includes(laneId) ? this.#active : null);
    return {
      get active() {
        return rules.active === null ? null : (onTrial() ?? rules.active);
      },
      bundle: (sha256) => rules.bundle(sha256),
    };
  }
}
