import { expect, test } from "vitest";
import { gateStage, isOver } from "./gate-stage.ts";

const press = { failure: null, state: null, ageMs: 0 } as const;

test("says what the server said, and nothing better", () => {
  expect(gateStage(press)).toBe("sending");
  for (const state of ["sent", "received", "opened", "failed", "unknown", "expired", "rejected", "noAnswer"] as const)
    expect(gateStage({ ...press, state })).toBe(state);
});

test("says after 8 seconds that nobody answered, until somebody does", () => {
  expect(gateStage({ ...press, state: "sent", ageMs: 7_999 })).toBe("sent");
  expect(gateStage({ ...press, state: "sent", ageMs: 8_000 })).toBe("noAnswer");
  expect(gateStage({ ...press, ageMs: 8_000 })).toBe("noAnswer");
  expect(gateStage({ ...press, state: "received", ageMs: 8_000 })).toBe("silent");
  expect(gateStage({ ...press, state: "opened", ageMs: 9_000 })).toBe("opened");
});

test("a request that was lost on the way may have arrived; one that was refused did not", () => {
  expect(gateStage({ ...press, failure: "unreachable" })).toBe("unreachable");
  expect(gateStage({ ...press, failure: "other" })).toBe("unreachable");
  expect(gateStage({ ...press, failure: "conflict" })).toBe("noEdge");
  expect(isOver({ ...press, failure: "unreachable" })).toBe(false);
  expect(isOver({ ...press, failure: "unreachable", ageMs: 11_000 })).toBe(true);
  expect(isOver({ ...press, failure: "conflict" })).toBe(true);
});

test("cannot be asked again while the command before can still open the gate", () => {
  for (const state of [null, "sent", "received"] as const) {
    expect(isOver({ ...press, state, ageMs: 10_900 })).toBe(false);
    expect(isOver({ ...press, state, ageMs: 11_000 })).toBe(true);
  }
  for (const state of ["opened", "failed", "unknown", "expired", "rejected", "noAnswer"] as const)
    expect(isOver({ ...press, state })).toBe(true);
});
