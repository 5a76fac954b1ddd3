import { expect, test } from "vitest";
import { caughtAs } from "./caught-as.ts";
import { BundleError } from "./compile/bundle-error.ts";

test("gives an error of the class that was asked for, and throws any other on as it is", () => {
  const refused = new BundleError("clock", "clock.timeZone", "another zone");
  expect(caughtAs(BundleError, refused)).toBe(refused);
  for (const fault of [new TypeError("x is undefined"), new Error("refused"), "refused", undefined]) {
    let thrown: unknown = "nothing";
    try {
      caughtAs(BundleError, fault);
    } catch (cause) {
      thrown = cause;
    }
    expect(thrown).toBe(fault);
  }
});
