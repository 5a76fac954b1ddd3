import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "#contracts/limits.ts";
import { toBytes, toText } from "#contracts/text.ts";
import { decide } from "../decide/decide.ts";
import { totalFacts } from "../model/facts.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { Leaf } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { BundleError } from "./bundle-error.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type CompileInput, compileBundle } from "./compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "./load-bundle.ts";

/** How often each property is tried; LIFTGATE_PROPERTY_RUNS asks for a longer search. */
const runs = (usual: number) => Number(process.env.LIFTGATE_PROPERTY_RUNS) || usual;

const input: CompileInput = {
  draft: {
    tariff: hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor: 500, exitGraceMinutes: 15 }),
    rules: starterRules(),
  },
  lot: {
    id: "demo-lot",
    name: "Demo lot",
    timeZone: "Asia/Shanghai",
    country: "CN",
    lanes: [
      { id: "in-1", name: "Entry", direction: "entry" },
      { id: "out-1", name: "Exit", direction: "exit" },
    ],
  },
  clock: {
    timeZone: "Asia/Shanghai",
    database: "2025c",
    from: 946684800000,
    to: 2556144000000,
    changes: [[946684800000, 480]],
  },
};

const result = compileBundle(input);
if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
const compiled = result;

type Loading = { loaded: LoadedBundle; error: null } | { loaded: null; error: BundleError };

/** What loading these bytes ends in; any error but a BundleError fails the test. */
function loading(bytes: Uint8Array): Loading {
  try {
    return { loaded: loadBundle(bytes), error: null };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return { loaded: null, error };
  }
}

type Json = Record<string, unknown>;

function changed(change: (bundle: Json) => void): Uint8Array {
  const bundle = JSON.parse(toText(compiled.bytes)) as Json;
  change(bundle);
  return toBytes(canonicalJson(bundle));
}

function at(value: unknown, ...path: (string | number)[]): Json {
  return path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value) as Json;
}

describe("compileBundle", () => {
  it("gives the same bytes for the same input, whatever the order of its keys", () => {
    const reversed = JSON.parse(JSON.stringify(input), (_key, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as CompileInput;
    const again = compileBundle(reversed);
    expect(again.ok && again.sha256).toBe(compiled.sha256);
  });

  it("gives other bytes when a price changes", () => {
    const dearer = hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor: 600, exitGraceMinutes: 15 });
    const other = compileBundle({ ...input, draft: { ...input.draft, tariff: dearer } });
    expect(other.ok && other.sha256).not.toBe(compiled.sha256);
  });

  it("keeps the name that a rule was given, and none where it has none", () => {
    const rules = starterRules();
    const [first, second] = rules.rules;
    const named = {
      rules: [
        { ...first!, name: "Fire brigade" },
        { ...second!, name: "" },
      ],
    };
    const result = compileBundle({ ...input, draft: { ...input.draft, rules: named } });
    const titles = result.ok && result.bundle.release.rules.map(({ event }) => event.params.title);
    expect(titles).toEqual(["Fire brigade", undefined]);
  });

  it("names the rule and the place of what is wrong", () => {
    const rules = starterRules();
    rules.rules[0]!.when = { all: [{ fact: "fee.due", operator: "contains", value: 3 }] };
    const result = compileBundle({ ...input, draft: { ...input.draft, rules } });
    expect(result).toEqual({
      ok: false,
      diagnostics: [
        {
          code: "condition.operator",
          severity: "error",
          path: ["rules", "rules", 0, "when", "all", 0, "operator"],
          params: { ruleId: "exempt-entry", fact: "fee.due", operator: "contains" },
        },
      ],
    });
  });

  it("warns of a lane that the lot does not have and compiles all the same", () => {
    const rules = starterRules();
    rules.rules[0]!.when = { all: [{ fact: "lane.id", operator: "in", value: ["in-1", "gone"] }] };
    const result = compileBundle({ ...input, draft: { ...input.draft, rules } });
    expect(result.ok).toBe(true);
    expect(result.diagnostics.map(({ code, params }) => [code, params.lane])).toEqual([
      ["condition.laneUnknown", "gone"],
    ]);
  });

  it("refuses a draft of another shape with a path, not with a throw", () => {
    const draft = { tariff: input.draft.tariff, rules: { rules: [{ id: "x" }] } } as never;
    const result = compileBundle({ ...input, draft });
    expect(result.ok).toBe(false);
    expect(result.diagnostics[0]?.path.slice(0, 3)).toEqual(["rules", "rules", 0]);
  });

  it("says how large a bundle is that no edge would take", () => {
    const value = Array.from({ length: 64 }, (_, at) => `${at}-${"x".repeat(60)}`);
    const when = { all: Array.from({ length: 20 }, () => ({ fact: "lane.id", operator: "in", value }) as Leaf) };
    const { rules } = starterRules();
    const many = Array.from({ length: 60 }, (_, at) => ({ ...rules[0]!, id: `wide-${at}`, when }));
    const result = compileBundle({ ...input, draft: { ...input.draft, rules: { rules: many } } });
    const refused = result.diagnostics.filter(({ severity }) => severity === "error");
    expect(refused.map(({ code, params }) => [code, params.max])).toEqual([["bundle.tooLarge", limits.bundleBytesMax]]);
    expect(refused[0]!.params.bytes).toBeGreaterThan(limits.bundleBytesMax);
  });

  it("refuses a lot whose clock table is for another zone", () => {
    const result = compileBundle({ ...input, clock: { ...input.clock, timeZone: "Europe/Rome" } });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(["bundle.clock"]);
  });
});

describe("loadBundle", () => {
  it("loads what was compiled and decides with it", () => {
    const { bytes, sha256 } = compiled;
    const loaded = loadBundle(bytes);
    expect(loaded.sha256).toBe(sha256);
    const facts = totalFacts({
      "lane.direction": "exit",
      "lane.mode": "normal",
      "plate.text": "AB12345",
      "fee.due": 0,
      "match.kind": "exact",
      "session.open": true,
    });
    expect(decide(loaded, facts)).toMatchObject({ decision: "release", ruleId: "nothing-due" });
  });

  const refusals: [what: string, code: string, path: string, bytes: () => Uint8Array][] = [
    ["bytes that are no text", "notText", "", () => new Uint8Array([0xff, 0xfe])],
    ["text that is no JSON", "notJson", "", () => toBytes("{")],
    ["nothing", "notJson", "", () => new Uint8Array()],
    ["too many bytes", "tooLarge", "", () => new Uint8Array(5_000_000)],
    ["hostile nesting", "tooDeep", "", () => toBytes(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
    ["another spelling of the same JSON", "notCanonical", "", () => toBytes(` ${toText(compiled.bytes)}`)],
    ["a doubled key", "notCanonical", "", () => toBytes(toText(compiled.bytes).replace('"v":1', '"v":1,"v":1'))],
    [
      "an unknown key",
      "envelope",
      "extra",
      () =>
        changed((bundle) => {
          bundle.extra = 1;
        }),
    ],
    [
      "a later semantics number",
      "semantics",
      "semantics",
      () =>
        changed((bundle) => {
          bundle.semantics = 999;
        }),
    ],
    [
      "clock changes that do not rise",
      "clock",
      "clock",
      () =>
        changed((bundle) => {
          at(bundle, "clock").changes = [
            [946684800000, 480],
            [946684800000, 540],
          ];
        }),
    ],
    [
      "two lanes with one id",
      "envelope",
      "lanes",
      () =>
        changed((bundle) => {
          at(bundle, "lanes", 1).id = "in-1";
        }),
    ],
    [
      "a rate table that is not there",
      "tariff",
      "tariff.rateEligibility.0.rateTable",
      () =>
        changed((bundle) => {
          at(bundle, "tariff", "rateEligibility", 0).rateTable = "gone";
        }),
    ],
    [
      "a negative price",
      "tariff",
      "tariff.rateTables.0.rateLineCollections.0.rateLines.0.value",
      () =>
        changed((bundle) => {
          at(bundle, "tariff", "rateTables", 0, "rateLineCollections", 0, "rateLines", 0).value = -1;
        }),
    ],
    [
      "a fact that does not exist",
      "release",
      "release.rules.0.conditions.all.0.fact",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "conditions").all = [{ fact: "no.such", operator: "equal", value: 1 }];
        }),
    ],
    [
      "an operator that does not exist",
      "release",
      "release.rules.0.conditions.all.0.operator",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "conditions").all = [{ fact: "fee.due", operator: "equals", value: 1 }];
        }),
    ],
    [
      "a value of another type",
      "release",
      "release.rules.0.conditions.all.0.value",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "conditions").all = [{ fact: "fee.due", operator: "equal", value: "1" }];
        }),
    ],
    [
      "null against an order",
      "release",
      "release.rules.0.conditions.all.0",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "conditions").all = [
            { fact: "fee.due", operator: "lessThan", value: null },
          ];
        }),
    ],
    [
      "a negation",
      "release",
      "release.rules.0.conditions.all.0",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "conditions").all = [
            { not: { fact: "fee.due", operator: "equal", value: 1 } },
          ];
        }),
    ],
    [
      "rules out of order",
      "release",
      "release.rules.0.priority",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0).priority = 1;
        }),
    ],
    [
      "a name used twice",
      "release",
      "release.rules.1.name",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 1).name = "exempt-entry";
        }),
    ],
    [
      "a rule called otherwise",
      "release",
      "release.rules.0.name",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0).name = "otherwise";
        }),
    ],
    [
      "a decision that does not exist",
      "release",
      "release.rules.0.event.type",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "event").type = "explode";
        }),
    ],
    [
      "a decision without its reason",
      "release",
      "release.rules.0.event.params.reason",
      () =>
        changed((bundle) => {
          delete at(bundle, "release", "rules", 0, "event", "params").reason;
        }),
    ],
    [
      "a reason where nothing is decided",
      "release",
      "release.rules.0.event",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0).event = {
            type: "effects",
            params: { group: "safety", reason: "other", effects: [] },
          };
        }),
    ],
    [
      "an effect that does not exist",
      "release",
      "release.rules.0.event.params.effects.0.type",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "event", "params").effects = [{ type: "explode", params: {} }];
        }),
    ],
    [
      "a typed amount of money",
      "release",
      "release.rules.0.event.params.effects.0.params.amount",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "event", "params").effects = [
            { type: "recordDebt", params: { amount: 500 } },
          ];
        }),
    ],
    [
      "a lane mode without an end",
      "release",
      "release.rules.0.event.params.effects.0.params.forMinutes",
      () =>
        changed((bundle) => {
          at(bundle, "release", "rules", 0, "event", "params").effects = [
            { type: "setLaneMode", params: { mode: "closed" } },
          ];
        }),
    ],
  ];

  it.each(refusals)("refuses %s", (_what, code, path, bytes) => {
    const { error } = loading(bytes());
    expect(error && { code: error.code, path: error.path }).toEqual({ code, path });
  });

  it("takes a decision whose parameters were left out as one that has none", () => {
    const { loaded } = loading(
      changed((bundle) => {
        const first = at(bundle, "release", "rules", 0);
        first.conditions = { all: [] };
        delete at(first, "event", "params").params;
      }),
    );
    expect(decide(loaded!, totalFacts({}))).toMatchObject({ ruleId: "exempt-entry", decision: "release", params: {} });
  });

  it("never passes and never throws anything else when bytes are flipped", () => {
    const { bytes, sha256 } = compiled;
    let passed = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 }),
        (flips) => {
          const damaged = bytes.slice();
          for (const [index, mask] of flips) damaged[index] = damaged[index]! ^ mask;
          const { loaded } = loading(damaged);
          // Damage inside a name or a price can be another sound bundle: it then has another name.
          if (loaded) {
            passed += 1;
            expect(damaged.every((byte, index) => byte === bytes[index]) || loaded.sha256 !== sha256).toBe(true);
          }
        },
      ),
      { numRuns: runs(800) },
    );
    expect(passed).toBeLessThan(runs(800));
  }, 120_000);

  it("names a place for every part that is dropped or replaced", () => {
    const { bytes } = compiled;
    const paths = placesOf(JSON.parse(toText(bytes)));
    const junk = fc.constantFrom<unknown>(
      undefined,
      null,
      true,
      -1,
      1.5,
      "x",
      "\u0000",
      [],
      {},
      [[]],
      { fact: "x" },
      "__proto__",
      1e308,
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (path, value) => {
        const damaged = changed((bundle) => {
          const holder = at(bundle, ...path.slice(0, -1)) as Record<string | number, unknown>;
          const key = path.at(-1)!;
          if (value === undefined) delete holder[key];
          else holder[key] = value;
        });
        const { error, loaded } = loading(damaged);
        if (loaded) decide(loaded, totalFacts({}));
        else expect([error.code, error.message]).not.toContain("");
      }),
      { numRuns: runs(400) },
    );
  }, 120_000);
});

function placesOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...placesOf((value as Record<string | number, unknown>)[key], inner)];
  });
}
