import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod/mini";
import { decodeLeanBatch, encodeLeanBatch, parseBatchPath, splitFullBatch } from "#contracts/batch.ts";
import { commandSchema, signCommand } from "#contracts/command.ts";
import { decodeDesiredRules, encodeDesiredRules } from "#contracts/desired-rules.ts";
import { keyListSchema, signKeyList } from "#contracts/key-list.ts";
import {
  helloSchema,
  MessageError,
  parseMessage,
  reportSchema,
  stateSchema,
  welcomeSchema,
} from "#contracts/messages.ts";
import { signPointer } from "#contracts/pointer.ts";
import { decodeRecord, encodeRecord, RecordError, sealRecord } from "#contracts/record.ts";
import { decisionBodySchema, personalSchema } from "#contracts/record-body.ts";
import { signingKey } from "#contracts/signature.ts";
import { toBytes } from "#contracts/text.ts";
import { mayPublish, maySubscribe, parseUpTopic } from "#contracts/topics.ts";
import { BundleError } from "../compile/bundle-error.ts";
import { canonicalJson } from "../compile/canonical-json.ts";
import { compileBundle, type LotSetting } from "../compile/compile-bundle.ts";
import { compileReleaseRules } from "../compile/compile-rules.ts";
import { loadBundle } from "../compile/load-bundle.ts";
import { compileRules } from "../decide/compile-rules.ts";
import { RuleError, UndefinedFactError } from "../decide/rules/rule-error.ts";
import { exportApds } from "../exchange/export-apds.ts";
import { importApds } from "../exchange/import-apds.ts";
import { importOcpi } from "../exchange/import-ocpi.ts";
import type { ImportResult } from "../exchange/import-result.ts";
import type { ClockTable } from "../model/clock-table.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { readDraft } from "../model/draft.ts";
import { readFacts } from "../model/facts.ts";
import { parseInstant } from "../model/iso-instant.ts";
import { matchPlate } from "../model/match-plate.ts";
import { normalisePlate } from "../model/plate.ts";
import { starterRules } from "../model/starter-rules.ts";
import { prepareTariff } from "../price/prepare-tariff.ts";
import { QuoteError } from "../price/quote-error.ts";
import { readStay } from "../price/stay.ts";
import { stayFromPublished } from "../price/stay-from-published.ts";
import { diagnosticText } from "../words/diagnostic-text.ts";
import { locales } from "../words/locale.ts";
import { mutateJson } from "./testing/mutate-json.ts";

const runs = Number(process.env.LIFTGATE_PROPERTY_RUNS ?? 30);
/** Far above the slowest answer on a busy machine: something that runs without end is found, nothing else. */
const answerMsMax = 5_000;

const readJson = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const clocks = readJson("../price/golden/clocks.json");
const golden = ["hk-hoi-fu-shopping-centre", "cn-public-lot-nev", "us-lancaster-5-after-5"].map((name) =>
  readJson(`../price/golden/${name}.json`),
);
const clock: ClockTable = clocks["Europe/Berlin"];
const lanes: LotSetting["lanes"] = [{ id: "exit-1", name: "Exit", direction: "exit" }];
const lot: LotSetting = { id: "lot-1", name: "Lot", timeZone: "Europe/Berlin", country: "DE", lanes };
const drafts = golden.map(({ tariff }) => ({ tariff, rules: starterRules() }));
const compiled = compileBundle({ draft: drafts[0]!, lot, clock });
if (!compiled.ok) throw new Error("the golden draft does not compile");

const mutations = fc.array(fc.record({ at: fc.nat(100_000), kind: fc.nat(100), value: fc.jsonValue() }), {
  minLength: 1,
  maxLength: 4,
});
const documentsLike = (seeds: readonly unknown[]) =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.constantFrom(...seeds), mutations).map(([seed, some]) => mutateJson(seed, some)),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
const bytesLike = (seeds: readonly Uint8Array[]) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(100_000), fc.nat(255), fc.nat(2)), { maxLength: 4 }))
        .map(([seed, changes]) => changedBytes(seed, changes)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );

function changedBytes(seed: Uint8Array, changes: readonly (readonly [at: number, byte: number, kind: number])[]) {
  let bytes = [...seed];
  for (const [at, byte, kind] of changes) {
    const place = bytes.length === 0 ? 0 : at % bytes.length;
    if (kind === 0) bytes[place] = byte;
    else if (kind === 1) bytes.splice(place, 0, byte);
    else bytes = bytes.slice(0, place);
  }
  return Uint8Array.from(bytes);
}

/** Answers in time, or ends in one of the errors that it says it ends in. */
function answers<Input>(
  input: fc.Arbitrary<Input>,
  read: (input: Input) => unknown,
  errors: readonly ErrorClass[] = [],
) {
  fc.assert(
    fc.property(input, (one) => {
      const startedAt = performance.now();
      try {
        read(one);
      } catch (error) {
        if (!errors.some((known) => error instanceof known)) throw error;
        expect((error as Error).message).not.toBe("");
      }
      expect(performance.now() - startedAt).toBeLessThan(answerMsMax);
    }),
    { numRuns: runs },
  );
}

type ErrorClass = abstract new (...args: never[]) => Error;

function areClear(diagnostics: readonly Diagnostic[]): void {
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const found of diagnostics) {
    expect(found.path.every((part) => typeof part === "string" || Number.isInteger(part))).toBe(true);
    for (const locale of locales) expect(diagnosticText(found, locale)).not.toMatch(/^$|\{[a-z]+\}/i);
  }
}

describe("drafts", () => {
  test("a draft is read, or each error has a place; what was read compiles or says why", () => {
    answers(documentsLike(drafts), (input) => {
      const read = readDraft(input);
      if (!read.ok) return areClear(read.diagnostics);
      const result = compileBundle({ draft: read.draft, lot, clock });
      if (!result.ok) return areClear(result.diagnostics);
      expect(loadBundle(result.bytes).sha256).toBe(result.sha256);
    });
  });

  test("bundle bytes are loaded, or refused with a code", () => {
    answers(bytesLike([compiled.bytes]), loadBundle, [BundleError]);
    const documents = documentsLike([JSON.parse(new TextDecoder().decode(compiled.bytes))]);
    answers(documents, (input) => loadBundle(toBytes(canonicalJson(input))), [BundleError]);
  });
});

describe("tariffs of other standards", () => {
  const comesThrough = ({ tariff, diagnostics }: ImportResult) => {
    if (tariff === undefined) areClear(diagnostics.filter(({ severity }) => severity === "error"));
    else expect(prepareTariff(tariff, clock).source).toEqual(tariff);
  };
  const price = { type: "PARKING_TIME", price: 2.5, vat: 19, step_size: 900 };
  const restrictions = {
    start_time: "22:00",
    end_time: "06:00",
    start_date: "2025-01-01",
    end_date: "2025-07-01",
    day_of_week: ["MONDAY", "SUNDAY"],
    min_duration: 1_800,
    max_duration: 7_200,
  };
  const ocpi = {
    country_code: "DE",
    party_id: "ALL",
    id: "12",
    currency: "EUR",
    min_price: { excl_vat: 1, incl_vat: 1.19 },
    max_price: { excl_vat: 20 },
    elements: [
      { price_components: [price, { type: "FLAT", price: 0.5, step_size: 1 }], restrictions },
      { price_components: [price] },
    ],
    start_date_time: "2025-01-01T00:00:00Z",
    last_updated: "2025-01-01T00:00:00Z",
  };

  test("OCPI", () => {
    answers(documentsLike([ocpi]), (input) => comesThrough(importOcpi(input, { clock })));
  });

  test("APDS, and what goes out of any tariff", () => {
    const out = drafts.map(({ tariff }) => exportApds(tariff, { clock, place: "p", issuer: "i" }).document);
    answers(documentsLike([...out, out[0]?.rateTables[0], out[1]?.rateTables]), (input) =>
      comesThrough(importApds(input, { clock })),
    );
    answers(documentsLike(drafts), (input) => {
      const read = readDraft(input);
      if (read.ok) exportApds(read.draft.tariff, { clock, place: "p", issuer: "i" });
    });
  });
});

describe("rules of json-rules-engine", () => {
  test("a document is compiled, or refused by the name of its rule", () => {
    const documents = drafts.map(({ rules }) => structuredClone(compileReleaseRules(rules).rules));
    answers(
      documentsLike(documents),
      (input) => compileRules(input as never, { allowUndefinedFacts: true }).first({ "lane.direction": "exit" }),
      // what json-rules-engine itself throws where a list is asked of something that is none
      [RuleError, UndefinedFactError, TypeError],
    );
  });
});

describe("stays, facts, plates, times", () => {
  test("a stay is read, or its first wrong value has a path", () => {
    const stays = golden.flatMap(({ examples }) => examples);
    answers(documentsLike(stays), stayFromPublished, [QuoteError]);
    const recorded = stays.slice(0, 20).map((stay) => JSON.parse(JSON.stringify(stayFromPublished(stay))));
    answers(documentsLike(recorded), readStay, [QuoteError]);
  });

  test("facts are made total, and each that cannot be used has a name", () => {
    const facts = [{ "lane.direction": "exit", "fee.due": 300, "validation.types": ["amount"], "lists.block": null }];
    answers(documentsLike(facts), (input) => {
      for (const { code } of readFacts(input).problems) expect(code).toMatch(/^[a-zA-Z]+$/);
    });
  });

  test("any text is a plate or none", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
    );
    answers(fc.tuple(text, text, fc.constantFrom("CN", "DE", "JP", "TW", "")), ([one, other, country]) => {
      const key = normalisePlate(one, country);
      expect(normalisePlate(key, country)).toBe(key);
      matchPlate(one, other, country);
    });
  });

  test("any text is a time or none", () => {
    answers(bytesLike([toBytes("2025-03-12T10:00:00.5+01:00")]), (bytes) =>
      parseInstant(new TextDecoder().decode(bytes)),
    );
  });
});

describe("what edges and the cloud say", () => {
  const key = signingKey(new Uint8Array(32).fill(7));
  const edgeId = "edge000001";
  const epoch = "01a202e52cb25423";
  const at = { stream: "p" as const, epoch, n: 1, previousHash: "0".repeat(64) };
  const records = [sealRecord(edgeId, at, toBytes('{"n":1}'), toBytes('{"s":1}'))];
  const pointer = signPointer(key, { edgeId, lotId: "lot-1", generation: 3, sha256: "a".repeat(64), number: 4 });
  const open = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };
  const streams = [{ stream: "p", epoch, open, first: 1, last: 2, lastHash: "b".repeat(64) }];
  const hello = { v: 1, linkId: "0123456789abcdef", at: 5, runner: "0.1.0", uplink: "wired", streams, bundle: null };
  const command = signCommand(key, {
    id: "0a1b2c3d-0000-4000-8000-000000000000",
    edgeId,
    lotId: "lot-1",
    laneId: "exit-1",
    op: "gate.open",
    reason: "fault",
    issuedAt: 1,
    expiresAt: 2,
    by: "someone",
  });

  test("records and batches", () => {
    answers(bytesLike(records.map(encodeRecord)), (bytes) => decodeRecord(edgeId, bytes), [RecordError]);
    const hash = records[0]!.hash;
    const head = { stream: at.stream, epoch, first: 1, last: 1, previousHash: at.previousHash, hash };
    answers(bytesLike([encodeLeanBatch(records)]), (bytes) => decodeLeanBatch(edgeId, head, bytes), [RecordError]);
    answers(bytesLike(records.map(encodeRecord)), splitFullBatch, [RecordError]);
  });

  test("messages and signed documents", () => {
    const list = signKeyList(key, 1, [key.publicKey]);
    const schemas = [helloSchema, welcomeSchema, stateSchema, reportSchema, keyListSchema, commandSchema];
    const others = [decisionBodySchema, personalSchema];
    for (const schema of [...schemas, ...others]) {
      const read = (bytes: Uint8Array) => parseMessage<unknown>(schema as z.ZodMiniType<unknown>, bytes);
      answers(documentsLike([hello, list, command]), (input) => read(toBytes(JSON.stringify(input))), [MessageError]);
      answers(bytesLike([toBytes(JSON.stringify(hello))]), read, [MessageError]);
    }
    const rules = encodeDesiredRules({ pointer, gzip: new Uint8Array([1, 2, 3]) });
    answers(bytesLike([rules]), decodeDesiredRules, [MessageError]);
  });

  test("topics and paths", () => {
    const names = ["lg/v1/edge000001/up/hello", `/edge/v1/${edgeId}/streams/p/${epoch}/batch`].map(toBytes);
    answers(bytesLike(names), (bytes) => {
      const text = new TextDecoder().decode(bytes);
      parseUpTopic(text);
      parseBatchPath(text);
      mayPublish(edgeId, text);
      maySubscribe(edgeId, text);
    });
  });
});
