import { gzipSync } from "node:zlib";
import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import type { ReleaseRules } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";

export type TestBundle = {
  readonly lotId: string;
  readonly bytes: Uint8Array;
  readonly gzip: Uint8Array;
  readonly sha256: string;
};

export type TestBundleOptions = {
  readonly lotId?: string;
  readonly hourMinor?: number;
  readonly freeMinutes?: number;
  /** In place of the hourly one. */
  readonly tariff?: Tariff;
  readonly rules?: ReleaseRules;
  readonly lanes?: LotSetting["lanes"];
};

/** A bundle for the two-lane test lot, compiled as the cloud compiles one. Stays up to half an hour are free. */
export function testBundle(options: TestBundleOptions = {}): TestBundle {
  const { lotId = "test-lot", hourMinor = 500, freeMinutes = 30, rules = starterRules() } = options;
  const hourly = hourlyTariff({
    currency: "CNY",
    rateTableName: "Visitors",
    hourMinor,
    ...(freeMinutes > 0 ? { freePeriod: { minutes: freeMinutes, mode: "onlyIfWithin" as const } } : {}),
  });
  const lanes: LotSetting["lanes"] = options.lanes ?? [
    { id: "entry-1", name: "Entry", direction: "entry" },
    { id: "exit-1", name: "Exit", direction: "exit" },
  ];
  const from = Date.UTC(2000, 0, 1);
  const compiled = compileBundle({
    draft: { tariff: options.tariff ?? hourly, rules },
    lot: { id: lotId, name: "Test lot", timeZone: "Asia/Shanghai", country: "CN", lanes },
    clock: { timeZone: "Asia/Shanghai", database: "2025c", from, to: Date.UTC(2060, 0, 1), changes: [[from, 480]] },
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { bytes, sha256 } = compiled;
  return { lotId, bytes, gzip: gzipSync(bytes), sha256 };
}
