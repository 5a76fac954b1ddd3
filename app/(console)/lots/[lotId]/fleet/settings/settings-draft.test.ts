import { expect, it } from "vitest";
import { settingsInForce, type WholeSettings } from "#contracts/edge-settings.ts";
import { changedFrom, settingChanges } from "./settings-draft.ts";

const installed: WholeSettings = {
  lanes: { "entry-1": { onJournalFailure: "openAndFlag", onRuleFailure: "hold" } },
  photos: { diskMegabytes: 2_000, meteredMegabytesPerDay: 50 },
  uplinks: { "4g": { isMetered: true, backlogKbitPerSecond: 64, provenAfterSeconds: 30 } },
  backlogKbitPerSecond: 256,
  telemetrySeconds: 5,
};

it("says only what differs from the installation, and that gives the whole again", () => {
  expect(changedFrom(installed, installed)).toEqual({});
  const changed = {
    lanes: { "entry-1": { onJournalFailure: "wait" as const } },
    uplinks: { "4g": { backlogKbitPerSecond: null } },
    telemetrySeconds: 10,
  };
  const whole = settingsInForce(installed, changed);
  expect(changedFrom(installed, whole)).toEqual(changed);
});

it("names each value that a change set, altered or gave back to the installation", () => {
  const before = { telemetrySeconds: 10, photos: { diskMegabytes: 100 } };
  const after = { telemetrySeconds: 4, lanes: { "entry-1": { onJournalFailure: "wait" as const } } };
  expect(settingChanges(before, after)).toEqual([
    { group: "edge", id: "", name: "diskMegabytes", before: 100, after: undefined },
    { group: "edge", id: "", name: "telemetrySeconds", before: 10, after: 4 },
    { group: "lanes", id: "entry-1", name: "onJournalFailure", before: undefined, after: "wait" },
  ]);
});
