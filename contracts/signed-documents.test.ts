import { describe, expect, it } from "vitest";
import { decodeDesiredRules, encodeDesiredRules } from "./desired-rules.ts";
import { joinFields } from "./digest.ts";
import { acceptKeyList, keyListSchema, signKeyList, trustedKeys } from "./key-list.ts";
import { limits } from "./limits.ts";
import { MessageError, parseMessage, stateSchema } from "./messages.ts";
import { pointerSchema, refusePointer, signPointer } from "./pointer.ts";
import { isSignedBy, keyIdOf, sign, signingKey } from "./signature.ts";
import { toBytes } from "./text.ts";
import { mayPublish, maySubscribe, parseUpTopic, upTopic } from "./topics.ts";

const key = signingKey(new Uint8Array(32).fill(1));
const other = signingKey(new Uint8Array(32).fill(2));
const content = { edgeId: "edge000001", lotId: "lot-1", generation: 7, sha256: "ab".repeat(32), number: 41 };
const edge = { edgeId: "edge000001", lotId: "lot-1", current: 6, keys: trustedKeys([key.publicKey]) };

describe("a signed pointer", () => {
  const pointer = signPointer(key, content);

  it("is followed by the edge that it is for", () => {
    expect(pointerSchema.parse(pointer)).toEqual(pointer);
    expect(refusePointer(pointer, edge)).toBeNull();
    expect(refusePointer(pointer, { ...edge, current: 7 })).toBeNull();
  });

  it("is refused when anything in it was changed, or its signer is not trusted", () => {
    for (const change of [
      { edgeId: "edge000002" },
      { lotId: "lot-2" },
      { generation: 8 },
      { sha256: "cd".repeat(32) },
      { number: 42 },
      { keyId: other.keyId },
      { signature: "0".repeat(128) },
    ])
      expect(refusePointer({ ...pointer, ...change }, edge), JSON.stringify(change)).toBe("badSignature");
    expect(refusePointer(signPointer(other, content), edge)).toBe("badSignature");
  });

  it("is refused when it is for another edge or lot, or of an earlier generation", () => {
    expect(refusePointer(signPointer(key, { ...content, edgeId: "edge000002" }), edge)).toBe("otherEdge");
    expect(refusePointer(signPointer(key, { ...content, lotId: "lot-2" }), edge)).toBe("otherLot");
    expect(refusePointer(pointer, { ...edge, current: 8 })).toBe("staleGeneration");
  });
});

describe("a key list", () => {
  it("replaces the keys when a trusted key signed it and its serial is higher", () => {
    const list = signKeyList(key, 3, [other.publicKey]);
    expect(keyListSchema.parse(list)).toEqual(list);
    expect([...(acceptKeyList(list, edge.keys, 2) ?? [])]).toEqual([[other.keyId, other.publicKey]]);
    expect(acceptKeyList(list, edge.keys, 3)).toBeNull();
    expect(acceptKeyList({ ...list, serial: 4 }, edge.keys, 2)).toBeNull();
    expect(acceptKeyList({ ...list, publicKeys: [key.publicKey] }, edge.keys, 2)).toBeNull();
    expect(acceptKeyList(signKeyList(other, 3, [other.publicKey]), edge.keys, 2)).toBeNull();
  });
});

describe("signatures", () => {
  it("never throw on nonsense", () => {
    const bytes = toBytes("text");
    for (const signature of ["", "zz", "f".repeat(128), sign(other, bytes)])
      expect(isSignedBy(edge.keys, key.keyId, signature, bytes)).toBe(false);
    expect(isSignedBy(edge.keys, key.keyId, sign(key, bytes), bytes)).toBe(true);
    expect(keyIdOf(key.publicKey)).toBe(key.keyId);
  });

  it("cover fields that cannot run into each other", () => {
    expect(joinFields(["a", "bc"])).not.toEqual(joinFields(["ab", "c"]));
    expect(() => joinFields(["a\0b"])).toThrow("zero byte");
  });
});

describe("desired rules", () => {
  const pointer = signPointer(key, content);

  it("travel as a pointer line and the bytes behind it, newlines among them or not", () => {
    const desired = { pointer, gzip: Uint8Array.from([31, 139, 10, 0, 10]) };
    expect(decodeDesiredRules(encodeDesiredRules(desired))).toEqual(desired);
  });

  it("are refused with a sentence when they are not", () => {
    for (const bytes of [toBytes(""), toBytes("{}\n"), toBytes("{"), toBytes("nonsense\n")])
      expect(() => decodeDesiredRules(bytes)).toThrow(MessageError);
    expect(() => decodeDesiredRules(new Uint8Array(limits.desiredBytesMax + 1))).toThrow("at most");
  });
});

describe("messages", () => {
  it("are read strictly, and say where they are wrong", () => {
    const state = { v: 1, online: true, linkId: "0123456789abcdef", at: 5 };
    const read = (value: unknown) => parseMessage(stateSchema, toBytes(JSON.stringify(value)));
    expect(read(state)).toEqual(state);
    expect(() => read({ ...state, linkId: "x" })).toThrow("linkId");
    expect(() => read({ ...state, more: 1 })).toThrow("more");
    expect(() => parseMessage(stateSchema, Uint8Array.from([0xff]))).toThrow("not JSON");
    expect(() => parseMessage(stateSchema, new Uint8Array(limits.messageBytesMax + 1))).toThrow("at most");
  });
});

describe("topics", () => {
  it("let an edge speak for itself only", () => {
    expect(parseUpTopic(upTopic("edge000001", "record"))).toEqual({ edgeId: "edge000001", kind: "record" });
    expect(mayPublish("edge000001", "liftgate/1/edge000001/up/record")).toBe(true);
    for (const topic of [
      "liftgate/1/edge000002/up/record",
      "liftgate/1/edge000001/down/ack",
      "liftgate/1/edge000001/up/other",
      "liftgate/1/cloud/state",
      "liftgate/1/edge000001/up/record/x",
    ])
      expect(mayPublish("edge000001", topic), topic).toBe(false);
  });

  it("let an edge hear its own and the cloud's presence only", () => {
    for (const filter of ["liftgate/1/edge000001/down/#", "liftgate/1/edge000001/down/ack", "liftgate/1/cloud/state"])
      expect(maySubscribe("edge000001", filter), filter).toBe(true);
    for (const filter of ["#", "liftgate/1/+/down/#", "liftgate/1/edge000002/down/#", "liftgate/1/edge000001/up/#"])
      expect(maySubscribe("edge000001", filter), filter).toBe(false);
  });
});
