import type { BundleEnvelope } from "#contracts/bundle.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { CompiledRelease } from "./compiled-rules.ts";

/** A bundle with the insides that this engine gives it: what an edge runs, immutable once named by its digest. */
export type Bundle = Omit<BundleEnvelope, "tariff" | "release"> & {
  readonly tariff: Tariff;
  readonly release: CompiledRelease;
};
