import { expect, test } from "vitest";
import { type CommandContent, refuseCommand, signCommand } from "./command.ts";
import { trustedKeys } from "./key-list.ts";
import { signingKey } from "./signature.ts";

const key = signingKey(new Uint8Array(32).fill(1));
const content: CommandContent = {
  id: "0c6f3d1e-53a1-4b57-9b1c-3b8f5ad6c001",
  edgeId: "edge0001",
  lotId: "lot-1",
  laneId: "exit-1",
  op: "gate.open",
  reason: "misread",
  issuedAt: 1_000_000,
  expiresAt: 1_010_000,
  by: "person-1",
};
const edge = {
  edgeId: "edge0001",
  lotId: "lot-1",
  laneIds: new Set(["exit-1"]),
  keys: trustedKeys([key.publicKey]),
  now: 1_005_000,
  errorMs: 50,
};

test("a command of the cloud for this edge and lane, in time, may be done", () => {
  expect(refuseCommand(signCommand(key, content), edge)).toBeNull();
  expect(refuseCommand(signCommand(key, content), { ...edge, now: content.expiresAt })).toBeNull();
});

test("every word of a command is signed", () => {
  const command = signCommand(key, content);
  const changes = {
    laneId: "entry-1",
    reason: "vip",
    issuedAt: 1,
    expiresAt: 2_000_000,
    by: "person-2",
    lotId: "lot-2",
  };
  for (const change of Object.entries({ ...changes, edgeId: "edge0002", id: content.id.replace("0c", "0d") }))
    expect(refuseCommand({ ...command, ...Object.fromEntries([change]) }, edge)).toBe("badSignature");
  const stranger = signingKey(new Uint8Array(32).fill(2));
  expect(refuseCommand(signCommand(stranger, content), edge)).toBe("badSignature");
});

test("a command for somebody else, too late, or for an edge that does not know the time is refused", () => {
  const command = signCommand(key, content);
  expect(refuseCommand(command, { ...edge, edgeId: "edge0002" })).toBe("otherEdge");
  expect(refuseCommand(command, { ...edge, lotId: "lot-2" })).toBe("otherLot");
  expect(refuseCommand(command, { ...edge, laneIds: new Set() })).toBe("noLane");
  expect(refuseCommand(command, { ...edge, now: content.expiresAt + 1 })).toBe("expired");
  expect(refuseCommand(command, { ...edge, now: content.issuedAt - 3_001 })).toBe("clock");
  expect(refuseCommand(command, { ...edge, errorMs: 3_001 })).toBe("clock");
  expect(refuseCommand(command, { ...edge, errorMs: Number.POSITIVE_INFINITY })).toBe("clock");
});
