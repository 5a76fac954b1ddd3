import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerCases, type GoldenAnswer } from "../self-check/answer-cases.ts";
import { type GoldenRules, goldenCases } from "../self-check/golden-cases.ts";
import { semanticsNewest, semanticsSupported } from "./semantics.ts";

/** What the answers of a released number were: their ids, answers, and the first half of their digests. */
type Released = [id: string, answer: string, digest: string];

const tariffFolder = new URL("../price/golden/", import.meta.url);
const rulesFile = new URL("../self-check/golden-rules.jsonl", import.meta.url);
const releasedFile = (semantics: number) => new URL(`semantics-${semantics}.golden.jsonl`, import.meta.url);

const readLines = <Line>(file: URL): Line[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
const readTariff = (name: string) => JSON.parse(readFileSync(new URL(name, tariffFolder), "utf8"));

const names = readdirSync(tariffFolder).filter((name) => name.endsWith(".json") && name !== "clocks.json");
const cases = goldenCases({
  clocks: readTariff("clocks.json"),
  tariffs: Object.fromEntries(names.map((name) => [name.slice(0, -5), readTariff(name)])),
  rules: readLines<GoldenRules>(rulesFile),
});
const answers = answerCases(cases).map(
  ({ id, answer, sha256 }: GoldenAnswer): Released => [id, answer, sha256.slice(0, 32)],
);

test.each(semanticsSupported)("no golden fee, decision or trace of semantics %i has changed", (semantics) => {
  const released = readLines<Released>(releasedFile(semantics));
  const now = new Map(answers.map((answer) => [answer[0], answer]));
  const changed = released.filter((was) => JSON.stringify(now.get(was[0])) !== JSON.stringify(was));
  const what = changed
    .slice(0, 10)
    .map((was) => `${JSON.stringify(was)} is now ${JSON.stringify(now.get(was[0]) ?? "gone")}`);
  expect(
    what,
    `${changed.length} of ${released.length} answers differ. Bundles in lots were compiled for these: keep the old meaning for semantics ${semantics}, and raise semanticsNewest for the new one (engine/compile/semantics.ts).`,
  ).toEqual([]);
});

test("every golden case is released under the newest number", () => {
  const file = releasedFile(semanticsNewest);
  const released = new Set(readLines<Released>(file).map(([id]) => id));
  const added = answers.filter(([id]) => !released.has(id));
  if (process.env.LIFTGATE_ADD_GOLDEN && added.length > 0) {
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before + added.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
    return;
  }
  const missing = added.map(([id]) => id);
  expect(missing, "add their answers with LIFTGATE_ADD_GOLDEN=1; answers that are there never change").toEqual([]);
});
