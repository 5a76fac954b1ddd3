import type * as z from "zod/mini";
import { bundleEnvelopeSchema } from "#contracts/bundle.ts";
import { digestHex } from "#contracts/digest.ts";
import { limits } from "#contracts/limits.ts";
import { toText } from "#contracts/text.ts";
import { caughtAs } from "../caught-as.ts";
import { decideRelease } from "../decide/decide.ts";
import { type PreparedRelease, prepareRelease } from "../decide/prepare-release.ts";
import { clockTableSchema } from "../model/clock-table-schema.ts";
import { totalFacts } from "../model/facts.ts";
import { isNestedDeeperThan } from "../model/nesting.ts";
import { tariffSchema } from "../model/rate-table.ts";
import { shapeDiagnostics } from "../model/shape-diagnostics.ts";
import { checkTariff } from "../price/check-tariff.ts";
import { type PreparedTariff, prepareTariff } from "../price/prepare-tariff.ts";
import { QuoteError } from "../price/quote-error.ts";
import type { Bundle } from "./bundle.ts";
import { BundleError, type BundleErrorCode } from "./bundle-error.ts";
import { canonicalJson } from "./canonical-json.ts";
import { checkCompiledRules } from "./check-compiled-rules.ts";
import { compiledReleaseSchema } from "./compiled-rules.ts";
import { semanticsSupported } from "./semantics.ts";

/** A bundle that passed every check, ready to price and decide. Holds no state: any number of cars may use it at once. */
export type LoadedBundle = {
  /** Digest of the bytes, 64 hex digits: the bundle's name. */
  readonly sha256: string;
  readonly bundle: Bundle;
  readonly tariff: PreparedTariff;
  readonly release: PreparedRelease;
};

const DEPTH_MAX = 48;

/**
 * Reads a bundle and checks everything before it may decide: size, text, canonical JSON, envelope, semantics number,
 * clock table, tariff and each rule against the vocabulary, then one decision with nothing known. Throws `BundleError`
 * with a code and the path of the part at fault, and nothing else.
 */
export function loadBundle(bytes: Uint8Array): LoadedBundle {
  if (bytes.length > limits.bundleBytesMax) {
    throw new BundleError("tooLarge", "", `a bundle has at most ${limits.bundleBytesMax} bytes, not ${bytes.length}`);
  }
  const text = textOf(bytes);
  const value = parse(text);
  if (isNestedDeeperThan(value, DEPTH_MAX)) throw new BundleError("tooDeep", "", `nests deeper than ${DEPTH_MAX}`);
  const bundle = readBundle(value);
  if (canonicalJson(value) !== text) throw new BundleError("notCanonical", "", "the bytes are not canonical JSON");
  const problem = checkCompiledRules(bundle.release);
  if (problem) throw new BundleError("release", `release.${problem.path}`, problem.message);
  const loaded = {
    sha256: digestHex(bytes),
    bundle,
    tariff: tariffOf(bundle),
    release: prepareRelease(bundle.release),
  };
  selfCheck(loaded);
  return loaded;
}

function textOf(bytes: Uint8Array): string {
  try {
    return toText(bytes);
  } catch (cause) {
    throw new BundleError("notText", "", "the bytes are not UTF-8", { cause });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BundleError("notJson", "", "the text is not JSON", { cause });
  }
}

function readBundle(value: unknown): Bundle {
  const envelope = read(bundleEnvelopeSchema, value, "envelope", []);
  // Before the insides: another number may give them another shape.
  if (!semanticsSupported.includes(envelope.semantics)) {
    throw new BundleError(
      "semantics",
      "semantics",
      `semantics ${envelope.semantics} is not one of ${semanticsSupported}`,
    );
  }
  const clock = read(clockTableSchema, envelope.clock, "clock", ["clock"]);
  if (clock.timeZone !== envelope.lot.timeZone) {
    throw new BundleError("clock", "clock.timeZone", "the clock table is for another zone than the lot's");
  }
  if (new Set(envelope.lanes.map((lane) => lane.id)).size !== envelope.lanes.length) {
    throw new BundleError("envelope", "lanes", "two lanes share an id");
  }
  return {
    ...envelope,
    tariff: read(tariffSchema, envelope.tariff, "tariff", ["tariff"]),
    release: read(compiledReleaseSchema, envelope.release, "release", ["release"]),
  };
}

function read<Value>(schema: z.ZodMiniType<Value>, value: unknown, code: BundleErrorCode, base: string[]): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const first = shapeDiagnostics(result.error.issues, base)[0]!;
  throw new BundleError(code, first.path.join("."), first.code);
}

function tariffOf(bundle: Bundle): PreparedTariff {
  const wrong = checkTariff(bundle.tariff).find((found) => found.severity === "error");
  if (wrong) throw new BundleError("tariff", ["tariff", ...wrong.path].join("."), wrong.code);
  try {
    return prepareTariff(bundle.tariff, bundle.clock);
  } catch (cause) {
    const { path, message } = caughtAs(QuoteError, cause);
    throw new BundleError("tariff", ["tariff", ...path].join("."), message, { cause });
  }
}

/** A bundle that cannot decide a car of which nothing is known must never meet a real one. */
function selfCheck({ release }: LoadedBundle): void {
  try {
    decideRelease(release, totalFacts({}));
  } catch (cause) {
    throw new BundleError("selfCheck", "release", "the rules cannot be run", { cause });
  }
}
