import type { LoadedBundle } from "#engine/compile/load-bundle.ts";

/** The bundle that decides now. */
export type ActiveRules = {
  readonly loaded: LoadedBundle;
  readonly number: number;
  readonly generation: number;
  /** Cloud time of activation. */
  readonly activatedAt: number;
};

/** What a lane asks of the rules. `active` is read once for a car: what is live never changes under it. */
export type RuleSource = {
  readonly active: ActiveRules | null;
  /** A bundle by its digest, for a session that opened under it; null when it is not here. */
  bundle(sha256: string): LoadedBundle | null;
};
