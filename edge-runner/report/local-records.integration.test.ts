import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { localBodySchema } from "#contracts/local-record.ts";
import { keyIdOf } from "#contracts/signature.ts";
import { toText } from "#contracts/text.ts";
import { verifyCheckpoints } from "#contracts/verify-checkpoints.ts";
import { verifyStream } from "#contracts/verify-stream.ts";
import { TestLot, waitFor } from "../testing/test-lot.ts";

let lot: TestLot;

beforeEach(async () => {
  lot = new TestLot();
  await lot.start();
});
afterEach(() => lot.stop());

const keyHeard = () => lot.cloud.hellos.at(-1)?.publicKey ?? null;

function proof() {
  const { edgeId, epoch, open, records } = lot.journal();
  expect(verifyStream(edgeId, "l", epoch, open, records("l"))).toMatchObject({ complete: true });
  return verifyCheckpoints(edgeId, epoch, { p: records("p"), a: records("a"), l: records("l") }, keyHeard());
}

it("an edge that ends has signed every record, by the key that it tells the cloud, and keeps that key", async () => {
  await lot.see("entry-1", "京A41408");
  await waitFor(() => lot.cloud.held.mark > 0, "the cloud has heard of it");
  const key = keyHeard();
  await lot.stopEdge();
  const first = proof();
  const last = lot.journal().records("p").length;
  expect(first).toMatchObject({ count: 1, keyId: keyIdOf(key!), findings: [], signed: { p: last } });
  await lot.startEdge();
  await waitFor(() => lot.cloud.others.some(({ stream }) => stream === "l"), "the cloud has the checkpoint");
  expect(keyHeard()).toBe(key);
  await lot.see("entry-1", "京B00001");
  await lot.stopEdge();
  expect(proof()).toMatchObject({ count: 2, complete: true, signed: { l: 1 } });
});

it("an edge whose key file a power cut left empty goes on with the copy of it", async () => {
  const key = keyHeard();
  await lot.stopEdge();
  fs.writeFileSync(path.join(lot.folder, "edge.key"), "");
  const before = lot.cloud.hellos.length;
  await lot.startEdge();
  await waitFor(() => lot.cloud.hellos.length > before, "a hello");
  expect(keyHeard()).toBe(key);
});

it("an edge whose journal was set aside says so in a record", async () => {
  await lot.stopEdge();
  fs.writeFileSync(path.join(lot.folder, "journal.db"), Buffer.alloc(8_192, 7));
  await lot.startEdge();
  await waitFor(() => lot.journal().records("l").length > 0, "the record");
  const body = localBodySchema.parse(JSON.parse(toText(lot.journal().records("l")[0]!.body!)));
  expect(body).toMatchObject({ kind: "trouble", trouble: { what: "journalSetAside" } });
});
