import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { signingKey } from "#contracts/signature.ts";
import { loadBundle } from "#engine/compile/load-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { projectFolder } from "../freshness.ts";

const bin = path.join(projectFolder, "tools/liftgate.mjs");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-cli-"));
const golden = path.join(projectFolder, "engine/price/golden/de-zweibruecken.json");
const { lot, tariff, examples } = JSON.parse(fs.readFileSync(golden, "utf8"));

const write = (name: string, content: unknown) => {
  fs.writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
};
const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const parse = (output: string) =>
  output
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Runs it in a folder of its own with relative names, as a person would. */
function liftgate(args: readonly string[], input = "") {
  const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    input,
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
  return { stdout, stderr, status };
}

write("table.json", { timeZone: lot.timeZone, tariff });

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test("quotes published examples, a line out for each line in, in order", () => {
  const stays = lines(examples);
  const { stdout, stderr, status } = liftgate([
    "quote",
    "--table",
    "table.json",
    "--stays",
    write("stays.jsonl", stays),
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const quotes = parse(stdout);
  expect(quotes.map(({ feeMinor }) => feeMinor)).toEqual(
    examples.map(({ expectedFee }: { expectedFee: number }) => expectedFee),
  );
  expect(Object.keys(quotes[0])).toEqual(["feeMinor", "currency", "lines"]);
  expect(liftgate(["quote", "--table", "table.json", "--stays", "-"], stays).stdout).toBe(stdout);
});

test("answers a stay that cannot be priced with an error in its place", () => {
  const [stay] = examples;
  const stays = `${JSON.stringify({ ...stay, exit: stay.entry.replace("2025", "2024") })}\nnot json\n\n${JSON.stringify(stay)}`;
  const answers = parse(liftgate(["quote", "--table", "table.json"], stays).stdout);
  expect(answers).toHaveLength(4);
  expect(answers[0].error).toMatchObject({ code: "stay.exitBeforeEntry", path: ["exit"] });
  expect(answers[1].error).toMatchObject({ code: "json.invalid", path: [] });
  expect(answers[2].error).toMatchObject({ code: "json.invalid" });
  expect(answers[3].feeMinor).toBe(stay.expectedFee);
});

test("quotes ten thousand stays in a few seconds", () => {
  const stays = lines(Array.from({ length: 10_000 }, (_, index) => examples[index % examples.length]));
  const startedAt = performance.now();
  const { stdout } = liftgate(["quote", "--table", "table.json"], stays);
  expect(stdout.split("\n")).toHaveLength(10_001);
  expect(performance.now() - startedAt).toBeLessThan(15_000); // three on a quiet machine
}, 30_000);

test("compiles a draft to the bytes whose digest names the bundle, and decides with them", () => {
  const lanes = [{ id: "entry-1", name: "Entry", direction: "entry" }];
  const setting = { id: "lot-1", name: "Lot", timeZone: "Asia/Shanghai", country: "CN", lanes };
  const draft = {
    tariff: hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor: 500 }),
    rules: starterRules(),
  };
  const compiled = liftgate(["compile", "--draft", write("draft.json", { lot: setting, draft })]);
  expect(compiled).toMatchObject({ status: 0 });
  expect(compiled.stdout.endsWith("}")).toBe(true);
  expect(loadBundle(Buffer.from(compiled.stdout)).sha256).toBe(
    createHash("sha256").update(compiled.stdout).digest("hex"),
  );
  const facts = lines([{ "lane.direction": "entry", "lane.mode": "closed" }, { "lane.speed": 3 }, {}]);
  const decided = liftgate([
    "decide",
    "--bundle",
    write("bundle.json", `${compiled.stdout}\n`),
    "--facts",
    write("facts.jsonl", facts),
  ]);
  expect(decided).toMatchObject({ status: 0, stderr: "" });
  const [first, unknown, nothing] = parse(decided.stdout);
  expect(first).toMatchObject({ decision: expect.any(String), ruleId: expect.any(String), effects: expect.any(Array) });
  expect(unknown.error).toMatchObject({ code: "facts.unknownFact", path: ["lane.speed"] });
  expect(nothing.decision).toBe("hold");
});

test("normalises plates, an empty line too", () => {
  expect(parse(liftgate(["plate", "--country", "CN"], "京A·12345\n\nabc\r\n").stdout)).toEqual([
    { key: "京A12345" },
    { key: "" },
    { key: "ABC" },
  ]);
});

test("shows what edges trust of a signing key", () => {
  const seed = Buffer.alloc(32, 7);
  const { keyId, publicKey } = signingKey(new Uint8Array(seed));
  const { stdout, status } = liftgate(["key"], `${seed.toString("base64")}\n`);
  expect({ status, shown: parse(stdout) }).toEqual({ status: 0, shown: [{ keyId, publicKey }] });
});

test.each([
  ["a table that is missing", ["quote", "--table", "none.json"], /cannot read none\.json/],
  ["a table that is not JSON", ["quote", "--table", write("text.json", "{")], /text\.json is not JSON/],
  ["a table without its zone", ["quote", "--table", write("zone.json", { tariff })], /zone\.json: timeZone/],
  [
    "a zone that is none",
    ["quote", "--table", write("mars.json", { timeZone: "Mars/Base", tariff })],
    /not a time zone/,
  ],
  [
    "a tariff with a wrong part",
    ["quote", "--table", write("t.json", { timeZone: "UTC", tariff: { ...tariff, x: 1 } })],
    /tariff\.x: shape\.unknownKey/,
  ],
  ["stays that are missing", ["quote", "--table", "table.json", "--stays", "none.jsonl"], /cannot read none\.jsonl/],
  ["stays that are a folder", ["quote", "--table", "table.json", "--stays", "."], /it is a folder/],
  ["a draft without a lot", ["compile", "--draft", write("d.json", { draft: {} })], /lot/],
  ["a bundle that is none", ["decide", "--bundle", "table.json"], /envelope/],
  ["a country that is none", ["plate", "--country", "CHN"], /two letters/],
  ["a seed that is none", ["key"], /base64 of a 32-byte seed/],
  ["a replay of nothing", ["replay", "--before", "a", "--after", "b", "--stored"], /--stored and --lot/],
  ["a diff of what is no draft", ["diff", "table.json", "table.json"], /lot/],
  ["a standard that is none", ["import", "--from", "gtfs", "--time-zone", "UTC"], /ocpi, apds/],
  ["a source that is no tariff", ["import", "--from", "ocpi", "--time-zone", "UTC", write("no.json", {})], /error id:/],
  ["an import without a zone", ["import", "--from", "apds", "--time-zone", "Mars/Base", "no.json"], /not a time zone/],
  ["an export of what is no table", ["export", "--to", "apds", "no.json"], /no\.json: tariff/],
  ["a command that is none", ["fly"], /unknown command/],
  ["an option that is missing", ["quote"], /--table/],
])("ends with code 2 and words on standard error for %s", (_, args, words) => {
  const { stdout, stderr, status } = liftgate(args, "");
  expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("a reader that has seen enough is no error", async () => {
  const stays = lines(Array.from({ length: 3_000 }, () => examples[0]));
  const command = `"${process.execPath}" "${bin}" quote --table table.json --stays ${write("many.jsonl", stays)} | head -n 1`;
  const child = spawn("bash", ["-o", "pipefail", "-c", command], { cwd: folder });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, lines: output.trim().split("\n").length }).toEqual({ code: 0, lines: 1 });
});
