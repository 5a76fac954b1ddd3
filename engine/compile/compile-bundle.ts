import { digestHex } from "#contracts/digest.ts";
import { limits } from "#contracts/limits.ts";
import { toBytes } from "#contracts/text.ts";
import { caughtAs } from "../caught-as.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Draft, readDraft } from "../model/draft.ts";
import { checkTariff } from "../price/check-tariff.ts";
import type { Bundle } from "./bundle.ts";
import { BundleError } from "./bundle-error.ts";
import { canonicalJson } from "./canonical-json.ts";
import { checkLaneValues } from "./check-lane-values.ts";
import { checkRules } from "./check-rules.ts";
import { compileReleaseRules } from "./compile-rules.ts";
import { loadBundle } from "./load-bundle.ts";
import { semanticsNewest } from "./semantics.ts";

/** What a bundle says of the lot that it is for. `country` is ISO 3166 alpha-2, `timeZone` an IANA name. */
export type LotSetting = {
  id: string;
  name: string;
  timeZone: string;
  country: string;
  lanes: { id: string; name: string; direction: "entry" | "exit" | "transfer" }[];
};

export type CompileInput = { draft: Draft; lot: LotSetting; clock: ClockTable };

/** A compiled bundle with its bytes and their digest (and warnings), or what stops it. */
export type CompileResult =
  | { ok: true; bundle: Bundle; bytes: Uint8Array; sha256: string; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/**
 * Turns a draft into the one artefact that cloud and edge run. The same input always gives the same bytes. What it
 * returns as `ok` has been loaded once by {@link loadBundle}, so no edge can refuse it for its contents.
 */
export function compileBundle({ draft, lot, clock }: CompileInput): CompileResult {
  const read = readDraft(draft);
  if (!read.ok) return read;
  const laneIds = new Set(lot.lanes.map((lane) => lane.id));
  const diagnostics = [
    ...checkRules(read.draft.rules, ["rules"]),
    ...checkLaneValues(read.draft.rules, laneIds, ["rules"]),
    ...checkTariff(read.draft.tariff).map((found) => ({ ...found, path: ["tariff", ...found.path] })),
  ];
  if (diagnostics.some((found) => found.severity === "error")) return { ok: false, diagnostics };
  const { id, name, timeZone, country, lanes } = lot;
  const bundle: Bundle = {
    v: 1,
    semantics: semanticsNewest,
    lot: { id, name, timeZone, country },
    lanes: lanes.map((lane) => ({ id: lane.id, name: lane.name, direction: lane.direction })),
    clock: { ...clock, changes: clock.changes.map(([atMs, offsetMinutes]) => [atMs, offsetMinutes]) },
    tariff: read.draft.tariff,
    release: compileReleaseRules(read.draft.rules),
  };
  const bytes = toBytes(canonicalJson(bundle));
  const refused = refusal(bytes);
  if (refused) return { ok: false, diagnostics: [...diagnostics, refused] };
  return { ok: true, bundle, bytes, sha256: digestHex(bytes), diagnostics };
}

function refusal(bytes: Uint8Array): Diagnostic | null {
  try {
    loadBundle(bytes);
    return null;
  } catch (cause) {
    const { code, path: place, message } = caughtAs(BundleError, cause);
    const path = place === "" ? [] : place.split(".");
    const size: Diagnostic["params"] = code === "tooLarge" ? { bytes: bytes.length, max: limits.bundleBytesMax } : {};
    const params = { ...size, message: message.slice(0, 200) };
    return { code: `bundle.${code}`, severity: "error", path, params };
  }
}
