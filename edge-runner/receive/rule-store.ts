import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import * as z from "zod";
import { limits } from "#contracts/limits.ts";
import { digestSchema } from "#contracts/names.ts";
import { BundleError } from "#engine/compile/bundle-error.ts";
import { type LoadedBundle, loadBundle } from "#engine/compile/load-bundle.ts";
import type { Journal } from "../report/journal.ts";
import type { ActiveRules, RuleSource } from "./active-rules.ts";

const storedRulesSchema = z.object({
  sha256: digestSchema,
  number: z.int(),
  generation: z.int(),
  activatedAt: z.int(),
});
type StoredRules = z.infer<typeof storedRulesSchema>;
const stateSchema = z.object({
  /** The highest generation that was followed; a lower one never is again. */
  generation: z.int(),
  current: storedRulesSchema.nullable(),
  previous: storedRulesSchema.nullable(),
});
type State = z.infer<typeof stateSchema>;

/** Why a bundle was not taken: goes to the cloud as the reason of the refusal. */
export class BundleRefusedError extends Error {
  override readonly name = "BundleRefusedError";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type RuleStoreParts = {
  readonly journal: Journal;
  readonly lotId: string;
  readonly nowMs: () => number;
  /** Bundles that open sessions still name. */
  readonly bundlesInUse: () => ReadonlySet<string>;
  readonly onBadBundle: (sha256: string, reason: string) => void;
};

const gunzipAsync = promisify(gunzip);
const loadedMax = 8;

/** The bundles on this edge: which one decides, which one before it, and those that sessions inside are priced by. */
export class RuleStore implements RuleSource {
  readonly #parts: RuleStoreParts;
  readonly #loaded = new Map<string, LoadedBundle>();
  #state: State = { generation: 0, current: null, previous: null };
  #active: ActiveRules | null = null;

  constructor(parts: RuleStoreParts) {
    this.#parts = parts;
  }

  get active(): ActiveRules | null {
    return this.#active;
  }

  /** The generation that this edge follows; 0 before the first. */
  get generation(): number {
    return this.#state.generation;
  }

  /** Takes up the bundle that was live, or the one before when that one cannot be loaded any more. */
  start(): void {
    const stored = stateSchema.safeParse(this.#parts.journal.read.state("rules"));
    if (!stored.success) return;
    this.#state = stored.data;
    for (const rules of [stored.data.current, stored.data.previous]) {
      if (rules === null) continue;
      const loaded = this.bundle(rules.sha256);
      if (loaded === null) continue;
      this.#active = { loaded, ...rules };
      return;
    }
  }

  bundle(sha256: string): LoadedBundle | null {
    const known = this.#loaded.get(sha256);
    if (known !== undefined) return known;
    const gzip = this.#parts.journal.read.bundleGzip(sha256);
    if (gzip === null) return null;
    try {
      return this.#remember(checkBundle(gunzipSync(gzip, bound), sha256, this.#parts.lotId));
    } catch (error) {
      this.#parts.onBadBundle(sha256, (error as Error).message);
      return null;
    }
  }

  /** Opens and checks a bundle that has come from the cloud. Throws {@link BundleRefusedError}; nothing has changed then. */
  async check(gzip: Uint8Array, sha256: string): Promise<LoadedBundle> {
    let bytes: Uint8Array;
    try {
      bytes = await gunzipAsync(gzip, bound);
    } catch (cause) {
      throw new BundleRefusedError("notGzip", `the bundle cannot be unpacked: ${(cause as Error).message}`);
    }
    return checkBundle(bytes, sha256, this.#parts.lotId);
  }

  /**
   * Makes a checked bundle the one that decides. It is on disk with the new state before it decides its first car; the
   * swap itself is one assignment between two cars.
   */
  async activate(loaded: LoadedBundle, gzip: Uint8Array, pointer: { generation: number; number: number }) {
    const now = this.#parts.nowMs();
    const rules: StoredRules = { sha256: loaded.sha256, ...pick(pointer), activatedAt: now };
    const { current } = this.#state;
    const previous = current !== null && current.sha256 === rules.sha256 ? this.#state.previous : current;
    const state: State = { generation: rules.generation, current: rules, previous };
    const keep = [rules.sha256, previous?.sha256, ...this.#parts.bundlesInUse()].filter((one) => one !== undefined);
    await this.#parts.journal.change([
      { statement: "putBundle", values: [loaded.sha256, rules.number, gzip, now] },
      { statement: "putState", values: ["rules", JSON.stringify(state)] },
      { statement: "dropBundles", values: [JSON.stringify(keep)] },
    ]);
    this.#remember(loaded);
    this.#state = state;
    this.#active = { loaded, ...rules };
  }

  /** Is this bundle on disk? */
  has(sha256: string): boolean {
    return this.#loaded.has(sha256) || this.#parts.journal.read.bundleGzip(sha256) !== null;
  }

  /** Keeps a bundle for stays that began under it. Throws {@link BundleRefusedError}. */
  async keep(sha256: string, number: number, gzip: Uint8Array): Promise<void> {
    const loaded = await this.check(gzip, sha256);
    await this.#parts.journal.change([{ statement: "putBundle", values: [sha256, number, gzip, this.#parts.nowMs()] }]);
    this.#remember(loaded);
  }

  #remember(loaded: LoadedBundle): LoadedBundle {
    this.#loaded.delete(loaded.sha256);
    this.#loaded.set(loaded.sha256, loaded);
    if (this.#loaded.size > loadedMax) this.#loaded.delete(this.#loaded.keys().next().value!);
    return loaded;
  }
}

const bound = { maxOutputLength: limits.bundleBytesMax };

function pick({ generation, number }: { generation: number; number: number }) {
  return { generation, number };
}

function checkBundle(bytes: Uint8Array, sha256: string, lotId: string): LoadedBundle {
  const digest = createHash("sha256").update(bytes).digest("hex");
  if (digest !== sha256)
    throw new BundleRefusedError("wrongDigest", `the bundle's digest is ${digest}, the pointer names ${sha256}`);
  let loaded: LoadedBundle;
  try {
    loaded = loadBundle(bytes);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new BundleRefusedError(error.code, `${error.path || "bundle"}: ${error.message}`);
  }
  if (loaded.bundle.lot.id !== lotId)
    throw new BundleRefusedError("otherLot", `the bundle is made for lot ${loaded.bundle.lot.id}`);
  return loaded;
}
