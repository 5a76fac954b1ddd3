import { expect, test } from "vitest";
import {
  edgeSettingsSchema,
  settingBounds,
  settingsInForce,
  unknownNames,
  type WholeSettings,
  wholeSettingsSchema,
} from "./edge-settings.ts";

const installed: WholeSettings = {
  lanes: {
    "entry-1": { onJournalFailure: "openAndFlag", onRuleFailure: "hold" },
    "exit-1": { onJournalFailure: "openAndFlag", onRuleFailure: "hold" },
  },
  photos: { diskMegabytes: 2_000, meteredMegabytesPerDay: 50 },
  uplinks: { "4g": { isMetered: true, backlogKbitPerSecond: 64, provenAfterSeconds: 30 } },
  backlogKbitPerSecond: 256,
  telemetrySeconds: 5,
};

test("what is not named stays as the edge was installed, and nothing named is lost", () => {
  expect(settingsInForce(installed, {})).toEqual(installed);
  const changed = {
    lanes: { "exit-1": { onJournalFailure: "wait" as const } },
    photos: { diskMegabytes: 0 },
    uplinks: { "4g": { backlogKbitPerSecond: null } },
    telemetrySeconds: 10,
  };
  expect(settingsInForce(installed, changed)).toEqual({
    lanes: { ...installed.lanes, "exit-1": { onJournalFailure: "wait", onRuleFailure: "hold" } },
    photos: { diskMegabytes: 0, meteredMegabytesPerDay: 50 },
    uplinks: { "4g": { isMetered: true, backlogKbitPerSecond: null, provenAfterSeconds: 30 } },
    backlogKbitPerSecond: 256,
    telemetrySeconds: 10,
  });
  expect(wholeSettingsSchema.safeParse(settingsInForce(installed, changed)).success).toBe(true);
});

test("lanes and uplinks that an edge does not have are named, and change nothing", () => {
  const stranger = { lanes: { "exit-9": { onRuleFailure: "release" as const } }, uplinks: { constructor: {} } };
  expect(unknownNames(installed, stranger)).toEqual({ lanes: ["exit-9"], uplinks: ["constructor"] });
  expect(settingsInForce(installed, stranger)).toEqual(installed);
});

test.each([
  ["a key that nobody knows", { password: "x" }],
  ["hardware", { lanes: { "exit-1": { barrier: {} } } }],
  [
    "a telemetry so rare that the edge would look offline",
    { telemetrySeconds: settingBounds.telemetrySeconds.max + 1 },
  ],
  ["a pace of nothing", { backlogKbitPerSecond: 0 }],
  ["half a megabyte", { photos: { diskMegabytes: 0.5 } }],
  ["a lane with no name", { lanes: { "": {} } }],
])("%s cannot be set", (_what, value) => {
  expect(edgeSettingsSchema.safeParse(value).success).toBe(false);
});
