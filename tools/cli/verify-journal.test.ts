import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { type CheckpointBody, signCheckpoint } from "#contracts/local-record.ts";
import { type SigningKey, signingKey } from "#contracts/signature.ts";
import { verifyCheckpoints } from "#contracts/verify-checkpoints.ts";
import { journalStatements } from "#edge-runner/report/journal-schema.ts";
import { openJournal } from "#edge-runner/report/open-journal.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
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

const key = signingKey(new Uint8Array(32).fill(9));

/** A journal of six records whose edge has signed all of them, each after the next two. */
function makeSigned(
  name: string,
  change: { signer?: SigningKey; alter?: (body: CheckpointBody) => CheckpointBody } = {},
) {
  const journal = makeJournal(name);
  const { db, epoch } = openJournal(path.join(folder, name), edgeId);
  const local = new TestJournal(edgeId, "test-lot", epoch, "l");
  const add = db.prepare(journalStatements.addRecord);
  const signer = change.signer ?? key;
  for (const n of [2, 4, 6]) {
    const hash = journal.frames[n - 1]!.hash;
    const heads = [{ stream: "p" as const, n, hash }];
    const stamp = { at: n, offsetMs: 0, quality: "synced" as const, monotonicMs: n, bootId: "0123abcd" };
    const content = { stamp, epoch, heads };
    const signature = signCheckpoint(signer, edgeId, content);
    const { publicKey } = signer;
    const body: CheckpointBody = { v: 1, kind: "checkpoint", lotId: "test-lot", ...content, publicKey, signature };
    const frame = local.append(JSON.stringify(n === 4 && change.alter ? change.alter(body) : body));
    const { stream, previousHash, hash: own, bodyDigest, personalDigest, personal } = frame;
    add.run(stream, epoch, frame.n, n, previousHash, own, bodyDigest, personalDigest, frame.body, personal);
  }
  return { db, journal };
}

function checkpointsOf(name: string, publicKey: string | null = null) {
  const { epoch, records } = readJournal(path.join(folder, name));
  return verifyCheckpoints(edgeId, epoch, { p: records("p"), a: records("a"), l: records("l") }, publicKey);
}

test("a signed journal says by which key, and up to where", () => {
  makeSigned("signed.db").db.close();
  const { proofs, status } = verify("signed.db", "--key", key.publicKey);
  expect(status).toBe(0);
  const signed = { p: recordsMade, a: 0, l: 0 };
  expect(proofs.at(-1)).toMatchObject({ checkpoints: 3, keyId: key.keyId, signed, findings: [], complete: true });
});

test("a forged checkpoint, one of another key, one that the records contradict and a cut-off end are named", () => {
  const other = signingKey(new Uint8Array(32).fill(8));
  const wrong = "0".repeat(64);
  makeSigned("forged.db", { alter: (body) => ({ ...body, signature: `00${body.signature.slice(2)}` }) }).db.close();
  expect(checkpointsOf("forged.db")).toMatchObject({ findings: [{ kind: "forged", n: 2 }], complete: false });
  makeSigned("other.db", { signer: other }).db.close();
  expect(checkpointsOf("other.db").complete).toBe(true);
  const measured = checkpointsOf("other.db", key.publicKey).findings;
  expect(measured).toHaveLength(3);
  expect(measured[0]).toEqual({ kind: "otherKey", n: 1, keyId: other.keyId });
  makeSigned("contradicted.db", {
    alter: (body) => {
      const heads = [{ stream: "p" as const, n: 4, hash: wrong }];
      return { ...body, heads, signature: signCheckpoint(key, edgeId, { ...body, heads }) };
    },
  }).db.close();
  expect(checkpointsOf("contradicted.db").findings).toEqual([{ kind: "contradicted", n: 2, stream: "p", at: 4 }]);
  const cut = makeSigned("cut.db").db;
  cut.exec("DELETE FROM record WHERE stream = 'p' AND n > 5");
  cut.close();
  const { proofs: short, status } = verify("cut.db");
  expect(status).toBe(1);
  // the chain alone cannot see that its end is missing
  expect(short[0]).toMatchObject({ stream: "p", last: 5, complete: true });
  expect(short.at(-1).findings).toEqual([{ kind: "cutOff", n: 3, stream: "p", signed: 6 }]);
});
