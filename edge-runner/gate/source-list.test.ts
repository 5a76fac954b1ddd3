import { describe, expect, it } from "vitest";
import { parseSource, SourceList } from "./source-list.ts";

describe("SourceList", () => {
  it("holds addresses and ranges of both families", () => {
    const list = new SourceList(["10.0.0.0/24", "192.168.1.7", "fd00::/8"]);
    for (const address of ["10.0.0.255", "192.168.1.7", "fd12::1", "::ffff:10.0.0.1"])
      expect(list.has(address), address).toBe(true);
    for (const address of ["10.0.1.0", "192.168.1.8", "fe80::1", "::ffff:10.0.1.1", "", "nonsense", undefined])
      expect(list.has(address), address).toBe(false);
  });
});

describe("parseSource", () => {
  it("refuses what is neither address nor range", () => {
    for (const text of ["", "10.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "10.0.0.0/", "host/8", "10.0.0.0/-1"])
      expect(parseSource(text), text).toBeNull();
  });
});
