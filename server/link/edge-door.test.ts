import { expect, test } from "vitest";
import { hashEdgeCredential, matchesEdgeCredential } from "./edge-credential.ts";
import { EdgeDoor } from "./edge-door.ts";

test("a hash matches its password alone, and says nothing when it cannot be read", async () => {
  const hash = await hashEdgeCredential("right");
  expect(await matchesEdgeCredential("right", hash)).toBe(true);
  expect(await matchesEdgeCredential("wrong", hash)).toBe(false);
  expect(await matchesEdgeCredential("right", "plain")).toBe(false);
  expect(hash).not.toContain("right");
});

test("lets an edge in by its password, and no longer once the hash has changed", async () => {
  let hash: string | null = await hashEdgeCredential("first");
  const door = new EdgeDoor({ findHash: async () => hash });
  expect(await door.ask("edge01", "wrong")).toBe("refused");
  expect(await door.ask("edge01", "first")).toBe("welcome");
  expect(await door.ask("edge01", "first")).toBe("welcome");
  hash = await hashEdgeCredential("second");
  expect(await door.ask("edge01", "first")).toBe("refused");
  expect(await door.ask("edge01", "second")).toBe("welcome");
  hash = null;
  expect(await door.ask("edge01", "second")).toBe("refused");
});

test("trusts only edges it knows, and only for a while, when the database is away", async () => {
  const hash = await hashEdgeCredential("right");
  let now = 0;
  let isAway = false;
  const findHash = async () => {
    if (isAway) throw new Error("away");
    return hash;
  };
  const door = new EdgeDoor({ findHash, now: () => now });
  await door.ask("edge01", "right");
  isAway = true;
  expect(await door.ask("edge01", "right")).toBe("welcome");
  expect(await door.ask("edge01", "wrong")).toBe("unavailable");
  expect(await door.ask("edge02", "right")).toBe("unavailable");
  now = 2 * 60 * 60_000;
  expect(await door.ask("edge01", "right")).toBe("unavailable");
});
