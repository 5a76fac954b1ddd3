import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { compileBundle, type LotSetting } from "#engine/compile/compile-bundle.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { ReleaseRule } from "#engine/model/rule.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import { makeClockTable } from "#server/publish/make-clock-table.ts";
import { runCli } from "./run-cli.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-drafts-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: unknown): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}
const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const parse = (output: string) =>
  output
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Runs a command in this process: starting one takes longer than what is tried here. */
async function liftgate(...args: string[]): Promise<{ stdout: string; stderr: string; status: number }> {
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      said[name] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      return true;
    }),
  );
  const before = process.exitCode;
  const listeners = process.stdout.listeners("error");
  process.exitCode = 0;
  try {
    await runCli(["node", "liftgate", ...args]);
    return { ...said, status: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    for (const one of process.stdout.listeners("error")) {
      if (!listeners.includes(one)) process.stdout.off("error", one as () => void);
    }
    for (const spy of spies) spy.mockRestore();
  }
}

const setting: LotSetting = {
  id: "lot-1",
  name: "Lot",
  timeZone: "Asia/Shanghai",
  country: "CN",
  lanes: [
    { id: "entry-1", name: "Entry", direction: "entry" },
    { id: "exit-1", name: "Exit", direction: "exit" },
  ],
};
const draft = {
  tariff: hourlyTariff({ currency: "CNY", rateTableName: "Standard", hourMinor: 500 }),
  rules: starterRules(),
};
const dearer = structuredClone(draft);
dearer.tariff.rateTables[0]!.rateLineCollections[0]!.rateLines[0]!.value = 600;
dearer.rules.rules = dearer.rules.rules.filter(({ id }) => id !== "paid");

function compiledText(of = draft): string {
  const result = compileBundle({ draft: of, lot: setting, clock: makeClockTable(setting.timeZone, Date.now()) });
  if (!result.ok) throw new Error("the draft does not compile");
  return new TextDecoder().decode(result.bytes);
}

test("explains each rule in words, and as the trace", async () => {
  const bundle = write("bundle.json", compiledText());
  const facts = write("why.jsonl", lines([{ "lane.direction": "entry", "lane.mode": "closed" }, { "lane.speed": 3 }]));
  const inWords = await liftgate("explain", "--bundle", bundle, "--facts", facts);
  expect(inWords).toMatchObject({ status: 0, stderr: "" });
  expect(inWords.stdout).toMatch(/^Refused? by rule \d+: .*closed/m);
  expect(inWords.stdout).toMatch(/^ +1 {2}not (matched|known): .+ \(.+; .+: .+\)$/m);
  expect(inWords.stdout).toMatch(/matched: Lane closed/);
  expect(inWords.stdout).toMatch(/not reached: /);
  expect(inWords.stdout).toContain('"code":"facts.unknownFact"');
  const inChinese = await liftgate("explain", "--bundle", bundle, "--facts", facts, "--locale", "zh-CN");
  expect(inChinese.stdout).toContain("符合: 车道关闭");
  const [trace] = parse((await liftgate("explain", "--json", "--bundle", bundle, "--facts", facts)).stdout);
  expect(trace).toMatchObject({ v: 1, rules: expect.any(Array) });
});

test("verifies a draft in sentences, each with its place, and ends with code 1 where there is an error", async () => {
  const doubtful = await liftgate("verify", "--draft", write("verify.json", { lot: setting, draft }));
  expect(doubtful).toMatchObject({ status: 0, stderr: "" });
  expect(doubtful.stdout).toMatch(/^warning tariff\S*: .+\.$/m);
  const hidden: ReleaseRule = { ...draft.rules.rules[0]!, id: "hidden" };
  const withHidden = { ...draft, rules: { rules: [...draft.rules.rules, hidden] } };
  const file = write("hidden.json", { lot: setting, draft: withHidden });
  const found = parse((await liftgate("verify", "--json", "--draft", file)).stdout);
  expect(found).toContainEqual(
    expect.objectContaining({ path: expect.arrayContaining(["rules"]), hiddenBy: expect.any(Array) }),
  );
  const broken = { ...draft, rules: { rules: [withoutEffects(hidden)] } };
  const wrong = await liftgate(
    "verify",
    "--locale",
    "zh-CN",
    "--draft",
    write("broken.json", { lot: setting, draft: broken }),
  );
  expect(wrong).toMatchObject({ status: 1, stdout: expect.stringMatching(/^错误 rules\.rules\.0/) });
});

test("tells two drafts, or a draft and a bundle, apart by situations and stays", async () => {
  const [before, after] = [
    write("before.json", { lot: setting, draft }),
    write("after.json", { lot: setting, draft: dearer }),
  ];
  const { stdout, status } = await liftgate("diff", before, after);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^When .+ paid.+: open the gate .+ by “Paid” before, .+ by “Fee due” now\.$/m);
  expect(stdout).toMatch(/^ {2}.*payment: paid/m);
  expect(stdout).toMatch(/^All vehicles entering .+: ¥1\.00 to .+ more\. For example .+¥5\.00 before, ¥6\.00 now\.$/m);
  const bundle = write("before-bundle.json", (await liftgate("compile", "--draft", before)).stdout);
  expect((await liftgate("diff", bundle, before)).stdout).toBe("No decision and no fee changes.\n");
  const differences = parse((await liftgate("diff", "--json", bundle, after)).stdout);
  expect(differences.some((one) => one.rule?.changed === "decision")).toBe(true);
  expect(differences.some((one) => one.stays?.direction === "dearer")).toBe(true);
});

test("replays recorded passages under two bundles", async () => {
  const [before, after] = ["replay-before.json", "replay-after.json"].map((name, index) =>
    write(name, compiledText(index === 0 ? draft : dearer)),
  );
  const body = {
    v: 1,
    kind: "decision",
    passageId: "edge000001-0123456789abcdef-1",
    stamp: {
      at: Date.parse("2026-03-02T10:00:00Z"),
      offsetMs: 0,
      quality: "synced",
      monotonicMs: 1,
      bootId: "01234567",
    },
    lotId: "lot-1",
    laneId: "exit-1",
    direction: "exit",
    basis: "rules",
    bundle: null,
    observation: { deviceId: "cam", vendorEventId: null, observedAt: 1, receivedAt: 1, confidence: 0.9 },
    facts: { "event.kind": "present", "lane.direction": "exit", "lane.mode": "normal", "session.open": true },
    stay: { entryAt: Date.parse("2026-03-02T08:00:00Z"), exitAt: Date.parse("2026-03-02T10:00:00Z") },
    quote: null,
    sessionId: null,
    decision: { decision: "release", ruleId: "paid", reason: "paid", params: {}, effects: [], firedRuleIds: ["paid"] },
    flags: [],
    decideMs: 1,
  };
  const personal = { salt: "0".repeat(32), plateRaw: null, plateText: "A1", facts: { "plate.text": "A1" } };
  const args = ["replay", "--before", before!, "--after", after!];
  const passages = lines([
    { body, personal },
    { ...body, passageId: "edge000001-0123456789abcdef-2" },
  ]);
  const passageFile = write("passages.jsonl", passages);
  const inWords = await liftgate(...args, passageFile);
  expect(inWords).toMatchObject({ status: 0, stderr: "" });
  expect(inWords.stdout).toMatch(/^2 passages, 1 decided again, 1 changed\.\nleft out 1: erased$/m);
  expect(inWords.stdout).toContain("Fees of 1 stays: ¥10.00 before, ¥12.00 after (¥2.00).");
  const [change, { result }] = parse((await liftgate(...args, "--json", passageFile)).stdout);
  expect(change).toMatchObject({ change: { before: { feeMinor: 1_000 }, after: { feeMinor: 1_200 } } });
  expect(result).toMatchObject({ passages: 2, money: { beforeMinor: 1_000, afterMinor: 1_200 } });
  expect(await liftgate(...args, write("no-record.jsonl", '{"v": 1}\n'))).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/no-record\.jsonl: line 1: /),
  });
});

test("imports a tariff that quote takes, says what is lost, and exports it again", async () => {
  const price = { type: "PARKING_TIME", price: 2, step_size: 900 };
  const energy = { type: "ENERGY", price: 0.3, step_size: 1 };
  const source = { id: "12", currency: "EUR", elements: [{ price_components: [energy, price] }] };
  const zone = ["--time-zone", "Europe/Berlin"];
  const imported = await liftgate("import", "--from", "ocpi", ...zone, write("ocpi.json", source));
  expect(imported.status).toBe(2);
  expect(imported.stderr).toMatch(/ocpi\.json: error elements\.0\.price_components\.0\.type: “ENERGY”/);
  expect(imported.stderr).toMatch(/ocpi\.json: warning .* exactly 15 min/);
  const table = write("imported.json", imported.stdout);
  const stay = { entry: "2025-03-12T10:00:00+01:00", exit: "2025-03-12T10:31:00+01:00" };
  const stayFile = write("stays.jsonl", lines([stay]));
  expect(parse((await liftgate("quote", "--table", table, "--stays", stayFile)).stdout)[0].feeMinor).toBe(150);

  const exported = await liftgate("export", "--to", "apds", "--place", "p1", table);
  expect(exported).toMatchObject({ status: 0, stderr: expect.stringContaining("warning") });
  expect(JSON.parse(exported.stdout).rightSpecifications[0].hierarchyElements).toMatchObject([{ id: "p1" }]);
  const back = await liftgate("import", "--from", "apds", ...zone, write("apds.json", exported.stdout));
  expect(back.status).toBe(0);
  const again = await liftgate("quote", "--table", write("back.json", back.stdout), "--stays", stayFile);
  expect(parse(again.stdout)[0].feeMinor).toBe(150);
});

/** A rule that does nothing. */
function withoutEffects(rule: ReleaseRule): ReleaseRule {
  return Object.assign({}, rule, JSON.parse('{"then": {"effects": []}}'));
}
