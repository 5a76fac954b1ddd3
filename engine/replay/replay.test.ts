import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "#contracts/decision.ts";
import { compileBundle } from "../compile/compile-bundle.ts";
import { type LoadedBundle, loadBundle } from "../compile/load-bundle.ts";
import { decide } from "../decide/decide.ts";
import { feeFacts } from "../decide/fee-facts.ts";
import type { ClockTable } from "../model/clock-table.ts";
import { type PartialFacts, totalFacts } from "../model/facts.ts";
import { hourlyTariff } from "../model/hourly-tariff.ts";
import type { Tariff } from "../model/rate-table.ts";
import type { ReleaseRules } from "../model/rule.ts";
import { starterRules } from "../model/starter-rules.ts";
import { personalFactIds } from "../model/vocabulary.ts";
import { priceStay } from "../price/price-stay.ts";
import type { Stay } from "../price/stay.ts";
import type { RecordedPassage } from "./recorded-passage.ts";
import { createReplay, replay } from "./replay.ts";
import type { PassageChange } from "./replay-result.ts";

const clocks = JSON.parse(readFileSync(new URL("../price/golden/clocks.json", import.meta.url), "utf8")) as Record<
  string,
  ClockTable
>;
const clock = clocks["Europe/Berlin"]!;
const lot = {
  id: "riverside",
  name: "Riverside",
  timeZone: "Europe/Berlin",
  country: "DE",
  lanes: [
    { id: "in", name: "In", direction: "entry" as const },
    { id: "out", name: "Out", direction: "exit" as const },
  ],
};

function bundleOf(
  hourMinor: number,
  change: (rules: ReleaseRules) => ReleaseRules = (rules) => rules,
  limits: Partial<Tariff> = {},
): LoadedBundle {
  const hourly = hourlyTariff({
    currency: "EUR",
    rateTableName: "Day",
    hourMinor,
    freePeriod: { minutes: 15, mode: "onlyIfWithin" },
    dayCapMinor: hourMinor * 8,
  });
  const tariff = { ...hourly, ...limits };
  const compiled = compileBundle({ draft: { tariff, rules: change(starterRules()) }, lot, clock });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return loadBundle(compiled.bytes);
}

const noon = Date.UTC(2025, 5, 2, 10);
const minute = 60_000;

/** A passage as an edge with this bundle would have recorded it: what it knew, and what its rules asked for. */
function recorded(bundle: LoadedBundle, known: PartialFacts, stay: Stay | null) {
  const at = stay?.exitAt ?? noon;
  const fees = stay && feeFacts(priceStay(bundle.tariff, stay), at);
  const facts = totalFacts({ ...known, ...fees });
  const asked = new Set(bundle.release.factsRead);
  const kept = Object.entries(facts).filter(([id, value]) => value !== null || asked.has(id));
  const isPersonal = (id: string) => (personalFactIds as readonly string[]).includes(id);
  const passage: RecordedPassage = {
    body: {
      passageId: `p-${at}`,
      lotId: lot.id,
      laneId: known["lane.direction"] === "entry" ? "in" : "out",
      stamp: { at, offsetMs: 0, quality: "synced", monotonicMs: 0, bootId: "00000000" },
      basis: "rules",
      facts: Object.fromEntries(kept.filter(([id]) => !isPersonal(id))),
      stay: stay && { ...stay, tariffSha256: bundle.sha256 },
      decision: decide(bundle, facts),
    },
    personalFacts: Object.fromEntries(kept.filter(([id]) => isPersonal(id))) as Facts,
  };
  return { passage, facts };
}

const seen: PartialFacts = { "plate.text": "B-XY 1", "match.kind": "exact", "lane.mode": "normal", "link.cloud": "up" };
const leaving: PartialFacts = { ...seen, "lane.direction": "exit", "session.open": true };
const entering: PartialFacts = { ...seen, "lane.direction": "entry", "match.kind": "none", "session.open": false };
const cheap = bundleOf(100);
const dear = bundleOf(150);

function run(passages: readonly RecordedPassage[], before: LoadedBundle, after: LoadedBundle, options = {}) {
  const changes: PassageChange[] = [];
  const steps = replay(passages, before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return { result: step.value, changes };
    if (step.value.kind === "changed") changes.push(step.value.change);
  }
}

describe("replay", () => {
  it("tells the money by day and lot, and which stays change most", () => {
    const long = recorded(
      cheap,
      { ...leaving, "payment.state": "paid", "payment.graceLeft": 10 },
      {
        entryAt: noon - 300 * minute,
        exitAt: noon,
      },
    );
    const free = recorded(cheap, leaving, {
      entryAt: noon + 20 * 60 * minute,
      exitAt: noon + 20 * 60 * minute + 5 * minute,
    });
    const { result, changes } = run([long.passage, free.passage], cheap, dear);
    expect(free.passage.body.decision.decision).toBe("release");
    expect(result).toMatchObject({ passages: 2, replayed: 2, changed: 1, unlikeRecord: 0 });
    expect(changes).toEqual(result.largest);
    expect(changes[0]).toMatchObject({ before: { feeMinor: 500 }, after: { feeMinor: 750 } });
    const releases = [long, free].filter(({ passage }) => passage.body.decision.decision === "release").length;
    expect(result.money).toMatchObject({ stays: releases });
    expect(result.money!.days.map(({ epochDay }) => epochDay).at(-1)).toBe(Math.floor(noon / 86_400_000) + 1);
  });

  it("finds the cars that another rule would have treated in another way", () => {
    const closed = bundleOf(100, ({ rules }) => ({ rules: rules.filter(({ id }) => id !== "entry") }));
    const { passage } = recorded(cheap, entering, null);
    const { result, changes } = run([passage], cheap, closed);
    expect(result.outcomes).toEqual([{ before: "release", after: "hold", count: 1 }]);
    expect(changes[0]!.after).toEqual({ decision: "hold", ruleId: "otherwise", reason: "noRule", feeMinor: null });
  });

  it("leaves out what cannot be decided again, and says why", () => {
    const { passage } = recorded(cheap, leaving, { entryAt: noon - 60 * minute, exitAt: noon });
    const { body } = passage;
    const cases: [string, RecordedPassage][] = [
      ["notByRules", { ...passage, body: { ...body, basis: "safePolicy" } }],
      ["laneMissing", { ...passage, body: { ...body, laneId: "gone" } }],
      ["erased", { ...passage, personalFacts: null }],
      ["erased", { ...passage, body: { ...body, stay: { ...body.stay, visitsApart: 1 } } }],
      ["stayMissing", { ...passage, body: { ...body, stay: null } }],
      ["stayUnreadable", { ...passage, body: { ...body, stay: { entryAt: "soon", exitAt: noon } } }],
      ["stayUnreadable", { ...passage, body: { ...body, stay: { entryAt: noon } } }],
      ["quoteFailed", { ...passage, body: { ...body, stay: { entryAt: noon, exitAt: noon - 1 } } }],
      ["factMissing", { ...passage, body: { ...body, facts: { ...body.facts, "lists.block": undefined as never } } }],
    ];
    for (const [why, one] of cases) {
      const { result } = run([one], cheap, dear);
      expect(result.leftOut).toMatchObject({ total: 1, reasons: { [why]: 1 } });
    }
    expect(run([cases[7]![1]], cheap, dear).result.leftOut.quoteErrors).toEqual({ "stay.exitBeforeEntry": 1 });
    expect(run([cases[8]![1]], cheap, dear).result.leftOut.facts).toEqual({ "lists.block": 1 });
    expect(run([cases[8]![1]], cheap, dear, { absentIsUnknown: true }).result.replayed).toBe(1);
  });

  it("names only as many changes as it is told, the largest", () => {
    const passages = [60, 300, 120, 240, 180].map(
      (minutes) => recorded(cheap, leaving, { entryAt: noon - minutes * minute, exitAt: noon }).passage,
    );
    const { result } = run(passages, cheap, dear, { largestMax: 2 });
    expect(result.changed).toBe(5);
    expect(result.largest.map(({ before }) => before.feeMinor)).toEqual([500, 400]);
  });

  it("adds up each day of each lot by itself, days in order and lots by name", () => {
    const leave = (lotId: string, at: number) => {
      const { passage } = recorded(cheap, leaving, { entryAt: at - 5 * minute, exitAt: at });
      return { ...passage, body: { ...passage.body, lotId } };
    };
    const day = 1_440 * minute;
    const passages = [leave("b", noon + day), leave("b", noon), leave("a", noon + day), leave("c", noon + day)];
    const first = Math.floor(noon / day);
    expect(
      run(passages, cheap, dear).result.money!.days.map(({ epochDay, lotId }) => [epochDay - first, lotId]),
    ).toEqual([
      [0, "b"],
      [1, "a"],
      [1, "b"],
      [1, "c"],
    ]);
  });

  it("tells no money where the two bundles ask for different currencies", () => {
    const tariff = hourlyTariff({ currency: "CHF", rateTableName: "Day", hourMinor: 100 });
    const compiled = compileBundle({ draft: { tariff, rules: starterRules() }, lot, clock });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    const { passage } = recorded(cheap, leaving, { entryAt: noon - 60 * minute, exitAt: noon });
    const { result } = run([passage], cheap, loadBundle(compiled.bytes));
    expect([result.replayed, result.money]).toEqual([1, null]);
  });

  it("counts what the recorded bundle would decide in another way than the record says", () => {
    const { passage } = recorded(cheap, leaving, { entryAt: noon - 60 * minute, exitAt: noon });
    const { decision } = passage.body;
    const other = { ...passage, body: { ...passage.body, decision: { ...decision, decision: "refuse" as const } } };
    expect(run([passage, other], cheap, cheap).result).toMatchObject({ replayed: 2, unlikeRecord: 1 });
  });

  it("leaves out what only the other bundle cannot decide or price", () => {
    const { passage } = recorded(cheap, leaving, { entryAt: noon - 60 * minute, exitAt: noon });
    const asks = bundleOf(100, ({ rules }) => ({
      rules: [
        { ...rules[0]!, id: "lane-broken", when: { fact: "barrier.state", operator: "equal", value: "fault" } },
        ...rules,
      ],
    }));
    expect(run([passage], cheap, asks).result.leftOut).toMatchObject({
      reasons: { factMissing: 1 },
      facts: { "barrier.state": 1 },
    });
    const cars = hourlyTariff({ currency: "EUR", rateTableName: "Cars", hourMinor: 100 });
    cars.rateEligibility[0]!.eligibility = { vehicleTypes: ["car"] };
    const compiled = compileBundle({ draft: { tariff: cars, rules: starterRules() }, lot, clock });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
    expect(run([passage], cheap, loadBundle(compiled.bytes)).result.leftOut).toMatchObject({
      reasons: { quoteFailed: 1 },
      quoteErrors: { "tariff.noRateTable": 1 },
    });
  });

  it("takes the day of UTC for a stay that ended after the clock table's last", () => {
    const at = clock.to + 2 * minute;
    const { passage } = recorded(cheap, leaving, { entryAt: clock.to - 3 * minute, exitAt: at });
    const { money } = run([passage], cheap, dear).result;
    expect(money!.days.map(({ epochDay }) => epochDay)).toEqual([Math.floor(at / (1_440 * minute))]);
  });

  it("tells rules what has been paid, and decides again as the record says", () => {
    const paid = recorded(cheap, leaving, { entryAt: noon - 120 * minute, exitAt: noon, paidMinor: 200 });
    const back = recorded(cheap, leaving, {
      entryAt: noon - 120 * minute,
      exitAt: noon,
      previousVisits: [{ entryAt: noon - 300 * minute, exitAt: noon - 250 * minute, feePaidMinor: 100 }],
    });
    expect([paid, back].map(({ passage }) => passage.body.decision.decision)).toEqual(["release", "requestPayment"]);
    const { result } = run([paid.passage, back.passage], cheap, cheap);
    expect(result).toMatchObject({ replayed: 2, changed: 0, unlikeRecord: 0 });
  });

  it("tells rules what the tariff notes of a stay, also where the record is older than that fact", () => {
    const overstayed = (bundle: ReleaseRules): ReleaseRules => ({
      rules: [
        {
          ...bundle.rules[0]!,
          id: "overstayed",
          when: { fact: "fee.notices", operator: "contains", value: "maxStayExceeded" },
        },
        ...bundle.rules,
      ],
    });
    const limited = bundleOf(100, overstayed, { maxStay: { minutes: 120 } });
    const unlimited = bundleOf(100, overstayed);
    const passages = [90, 150].map((minutes) => {
      const { passage } = recorded(cheap, leaving, { entryAt: noon - minutes * minute, exitAt: noon });
      const { "fee.notices": _, ...facts } = passage.body.facts;
      return { ...passage, body: { ...passage.body, facts } };
    });
    const entry = recorded(cheap, entering, null).passage;
    const { changes, result } = run([...passages, entry], unlimited, limited);
    expect(result).toMatchObject({ replayed: 3, changed: 1, unlikeRecord: 0 });
    expect(changes.map(({ after }) => after.ruleId)).toEqual(["overstayed"]);
  });

  it("can be stopped, and says how far it has come", () => {
    const { passage } = recorded(cheap, entering, null);
    const steps = replay(Array<RecordedPassage>(2_500).fill(passage), cheap, dear);
    expect(steps.next().value).toEqual({ kind: "progress", passages: 1_000 });
    expect(steps.return({} as never).done).toBe(true);
  });

  const situations = fc.record({
    known: fc.record(
      {
        "lane.direction": fc.constantFrom("entry" as const, "exit" as const),
        "lane.mode": fc.constantFrom("normal" as const, "closed" as const, "heldOpen" as const),
        "match.kind": fc.constantFrom("exact" as const, "fuzzy" as const, "none" as const, "noPlate" as const),
        "plate.text": fc.constantFrom("B-XY 1", null),
        "lists.block": fc.constantFrom(true, false, null),
        "lists.exempt": fc.constantFrom(true, false, null),
        "right.active": fc.constantFrom(true, false, null),
        "right.withinHours": fc.constantFrom(true, null),
        "right.areaAllowed": fc.constantFrom(true, null),
        "session.open": fc.constantFrom(true, false, null),
        "payment.state": fc.constantFrom("none" as const, "paid" as const, "failed" as const),
        "payment.graceLeft": fc.constantFrom(-5, 5, null),
        "area.available": fc.constantFrom(0, 10, null),
      },
      { requiredKeys: ["lane.direction"] },
    ),
    stayMinutes: fc.option(fc.integer({ min: 0, max: 4_000 })),
  });

  it("finds no difference between a bundle and itself, and what it finds agrees with deciding one by one", () => {
    const stricter = bundleOf(130, ({ rules }) => ({
      rules: rules.filter(({ id }) => !/^(blocked|lot-full)/.test(id)),
    }));
    fc.assert(
      fc.property(fc.array(situations, { maxLength: 20 }), (cars) => {
        const passages = cars.map(({ known, stayMinutes }) => {
          const stay = stayMinutes === null ? null : { entryAt: noon - stayMinutes * minute, exitAt: noon };
          return { stay, ...recorded(cheap, known, stay) };
        });
        const list = passages.map(({ passage }) => passage);
        const same = run(list, cheap, cheap).result;
        expect(same).toMatchObject({ replayed: list.length, changed: 0, sameByAnotherRule: 0, unlikeRecord: 0 });
        expect(same.money!.beforeMinor).toBe(same.money!.afterMinor);
        const { add } = createReplay(cheap, stricter);
        for (const { passage, facts, stay } of passages) {
          const quote = stay && priceStay(stricter.tariff, stay);
          const again = decide(stricter, { ...facts, ...(quote && feeFacts(quote, noon)) });
          const feeBefore = stay && priceStay(cheap.tariff, stay).feeMinor;
          const { decision } = passage.body;
          const isSame = again.decision === decision.decision && (quote?.feeMinor ?? null) === feeBefore;
          const after = {
            decision: again.decision,
            ruleId: again.ruleId,
            reason: again.reason,
            feeMinor: quote?.feeMinor ?? null,
          };
          expect(add(passage)?.after ?? null).toEqual(isSame ? null : after);
        }
      }),
      { numRuns: Number(process.env.LIFTGATE_PROPERTY_RUNS) || 60 },
    );
  });
});
