import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { journalStatements } from "#edge-runner/report/journal-schema.ts";
import { openJournal } from "#edge-runner/report/open-journal.ts";
import { TestJournal } from "#server/link/testing/test-journal.ts";
import { projectFolder } from "../freshness.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "liftgate-verify-"));
const edgeId = "testedge01";
const recordsMade = 6;

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A journal file of six records, changed by a statement of whoever tampers with it. */
function makeJournal(name: string, tamper?: string): TestJournal {
  const { db, epoch } = openJournal(path.join(folder, name), edgeId);
  const journal = new TestJournal(edgeId, "test-lot", epoch);
  const add = db.prepare(journalStatements.addRecord);
  for (let n = 1; n <= recordsMade; n += 1) {
    const { stream, previousHash, hash, bodyDigest, personalDigest, body, personal } = journal.decide();
    add.run(stream, epoch, n, n, previousHash, hash, bodyDigest, personalDigest, body, personal);
  }
  if (tamper) db.exec(tamper);
  db.close();
  return journal;
}

function verify(...args: string[]) {
  const program = [path.join(projectFolder, "tools/liftgate.mjs"), "journal", "verify", ...args];
  const { stdout, stderr, status } = spawnSync(process.execPath, program, { cwd: folder, encoding: "utf8" });
  return {
    proofs: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
    stderr,
    status,
  };
}

test("an untouched journal is complete", () => {
  const journal = makeJournal("whole.db");
  const { proofs, stderr, status } = verify("whole.db");
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(proofs).toEqual([
    {
      stream: "p",
      epoch: journal.epoch,
      first: 1,
      last: recordsMade,
      count: recordsMade,
      erased: 0,
      headHash: journal.last?.hash,
      findings: [],
      complete: true,
    },
  ]);
});

test.each([
  ["a record that is gone", "DELETE FROM record WHERE n = 3", { kind: "hole", first: 3, last: 3 }],
  ["a plate that was changed", "UPDATE record SET personal = x'00' WHERE n = 2", { kind: "altered", n: 2 }],
  [
    "a record under another's hash",
    "UPDATE record SET previous_hash = hash WHERE n = 5",
    { kind: "brokenChain", n: 5 },
  ],
  [
    "another start",
    `UPDATE meta SET value = replace(value, 'N":0', 'N":1') WHERE key = 'open'`,
    { kind: "wrongStart" },
  ],
])("%s is found, and the command ends with code 1", (name, tamper, finding) => {
  const file = `${name.replaceAll(" ", "-")}.db`;
  makeJournal(file, tamper);
  const { proofs, status } = verify(file);
  expect(status).toBe(1);
  expect(proofs[0]).toMatchObject({ complete: false });
  expect(proofs[0].findings).toContainEqual(expect.objectContaining(finding));
});

test.each([
  ["a file that is missing", ["none.db"], /cannot read none\.db as a journal/],
  ["a journal without its start", ["no-start.db"], /no-start\.db as a journal: its opening statement/],
  ["a file that is no journal", ["text.db"], /cannot read text\.db as a journal/],
  ["no file at all", [], /name a journal file, or --stored and --edge/],
  ["a file and an edge", ["whole.db", "--edge", edgeId], /name a journal file, or --stored and --edge/],
  ["stored records of nobody", ["--stored"], /name a journal file, or --stored and --edge/],
])("%s is bad usage", (_name, args, words) => {
  if (args[0] === "no-start.db") makeJournal("no-start.db", "UPDATE meta SET value = '{}' WHERE key = 'open'");
  fs.writeFileSync(path.join(folder, "text.db"), "no journal ".repeat(1_000));
  const { proofs, stderr, status } = verify(...args);
  expect({ proofs, status }).toEqual({ proofs: [], status: 2 });
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});
