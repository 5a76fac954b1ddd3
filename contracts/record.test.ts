import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "./limits.ts";
import {
  decodeRecord,
  type EpochOpen,
  encodeRecord,
  epochOpenHash,
  RecordError,
  type RecordFrame,
  sealRecord,
} from "./record.ts";
import { toBytes, toText } from "./text.ts";
import { verifyStream } from "./verify-stream.ts";

const edgeId = "edge000001";
const epoch = "01a202e52cb25423";
const open: EpochOpen = { previousEpoch: null, previousN: 0, previousHash: null, reason: "created" };

function chain(count: number): RecordFrame[] {
  const records: RecordFrame[] = [];
  let previousHash = epochOpenHash(edgeId, "p", epoch, open);
  for (let n = 1; n <= count; n++) {
    const record = sealRecord(
      edgeId,
      { stream: "p", epoch, n, previousHash },
      toBytes(`{"n":${n}}`),
      toBytes(`{"s":${n}}`),
    );
    records.push(record);
    previousHash = record.hash;
  }
  return records;
}

const findings = (records: RecordFrame[]) => verifyStream(edgeId, "p", epoch, open, records).findings;
const codeOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    return error instanceof RecordError ? error.code : error;
  }
  return null;
};

describe("a record", () => {
  const line = fc.string({ unit: "binary", maxLength: 200 }).map((text) => toBytes(JSON.stringify(text)));

  it("reads back as it was sealed, with either part erased or not", () => {
    fc.assert(
      fc.property(
        line,
        fc.option(line, { nil: new Uint8Array() }),
        fc.boolean(),
        fc.boolean(),
        (body, personal, b, p) => {
          const sealed = sealRecord(edgeId, { stream: "p", epoch, n: 1, previousHash: "0".repeat(64) }, body, personal);
          const erased = { ...sealed, body: b ? null : sealed.body, personal: p ? null : sealed.personal };
          expect(decodeRecord(edgeId, encodeRecord(erased))).toEqual(erased);
        },
      ),
    );
  });

  it("does not survive any change of a byte", () => {
    const bytes = encodeRecord(chain(2)[1]!);
    for (let at = 0; at < bytes.length; at++)
      for (const bit of [1, 32]) {
        const changed = new Uint8Array(bytes);
        changed[at]! ^= bit;
        const code = codeOf(() => decodeRecord(edgeId, changed));
        expect(["malformed", "hashMismatch"], `byte ${at}, bit ${bit}`).toContain(code);
      }
  });

  it("is not taken from another edge", () => {
    const bytes = encodeRecord(chain(1)[0]!);
    expect(codeOf(() => decodeRecord("edge000002", bytes))).toBe("hashMismatch");
  });

  it("is refused with a code when it is no record, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(codeOf(() => decodeRecord(edgeId, bytes))).toBe("malformed");
      }),
    );
    expect(codeOf(() => decodeRecord(edgeId, new Uint8Array(limits.recordBytesMax + 1)))).toBe("tooLarge");
  });

  it("cannot be sealed with a line break, without a body, or above the bound", () => {
    const at = { stream: "p" as const, epoch, n: 1, previousHash: "0".repeat(64) };
    expect(codeOf(() => sealRecord(edgeId, at, toBytes("a\nb"), toBytes("")))).toBe("malformed");
    expect(codeOf(() => sealRecord(edgeId, at, toBytes(""), toBytes("")))).toBe("malformed");
    const large = new Uint8Array(limits.recordBytesMax).fill(65);
    expect(codeOf(() => sealRecord(edgeId, at, large, toBytes("")))).toBe("tooLarge");
  });

  it("is refused when a part is marked erased and there all the same", () => {
    const [record] = chain(1);
    const text = toText(encodeRecord(record!));
    const marked = text.replace('"h":', `"pd":"${record!.personalDigest}","h":`);
    expect(codeOf(() => decodeRecord(edgeId, toBytes(marked)))).toBe("malformed");
  });
});

describe("verifyStream", () => {
  it("proves a whole stream in any order, and one of which parts are erased", () => {
    const records = chain(5);
    expect(verifyStream(edgeId, "p", epoch, open, records.toReversed())).toMatchObject({
      complete: true,
      first: 1,
      last: 5,
      count: 5,
      erased: 0,
      headHash: records[4]!.hash,
    });
    const erased = records.map((record) => (record.n === 3 ? { ...record, personal: null } : record));
    expect(verifyStream(edgeId, "p", epoch, open, erased)).toMatchObject({ complete: true, erased: 1 });
  });

  it("finds a hole at any place, also before the first", () => {
    for (const missing of [1, 2, 3, 4])
      expect(findings(chain(5).filter(({ n }) => n !== missing))).toContainEqual({
        kind: "hole",
        first: missing,
        last: missing,
      });
  });

  it("finds a doubled record, an altered one, and one that is swapped in with a hash of its own", () => {
    const records = chain(4);
    expect(findings([...records, records[1]!])).toEqual([{ kind: "doubled", n: 2 }]);
    const altered = records.map((record) => (record.n === 2 ? { ...record, body: toBytes("{}") } : record));
    expect(findings(altered)).toEqual([{ kind: "altered", n: 2, part: "body" }]);
    const { previousHash } = records[1]!;
    const swapped = sealRecord(edgeId, { stream: "p", epoch, n: 2, previousHash }, toBytes("{}"), toBytes("{}"));
    expect(findings(records.map((record) => (record.n === 2 ? swapped : record)))).toEqual([
      { kind: "brokenChain", n: 3 },
    ]);
  });

  it("finds the start of another epoch", () => {
    const restored: EpochOpen = { ...open, reason: "restored" };
    expect(verifyStream(edgeId, "p", epoch, restored, chain(2)).findings).toEqual([{ kind: "wrongStart" }]);
  });
});
