import { expect, test } from "vitest";
import { rolloutState } from "./rollout-state.ts";

const three = { nextKind: null, total: 3, live: 0, refused: 0, unfinished: 0 };

test("runs while an edge has not finished, though another refused", () => {
  expect(rolloutState({ ...three, live: 1, refused: 1, unfinished: 1 })).toBe("running");
});

test("is done when each edge is live, and at once in a lot without edges", () => {
  expect(rolloutState({ ...three, live: 3 })).toBe("done");
  expect(rolloutState({ ...three, total: 0 })).toBe("done");
});

test("is refused when all have answered and one said no", () => {
  expect(rolloutState({ ...three, live: 2, refused: 1 })).toBe("refused");
});

test("is replaced when the next one came first, rolled back when that went back", () => {
  expect(rolloutState({ ...three, live: 2, nextKind: "publish" })).toBe("replaced");
  expect(rolloutState({ ...three, live: 3, nextKind: "rollback" })).toBe("rolledBack");
});
