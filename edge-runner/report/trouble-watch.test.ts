import { expect, it } from "vitest";
import type { Trouble } from "#contracts/local-record.ts";
import type { DiskStep } from "./journal-disk.ts";
import { TroubleWatch } from "./trouble-watch.ts";

function makeWatch() {
  const world = { late: 0, wall: 1_000_000, monotonic: 0 };
  const said: Trouble[] = [];
  const disk = (step: DiskStep) => ({ step, usedShare: 0.9, ballasts: 2 });
  const watch = new TroubleWatch(
    {
      lateMs: () => world.late,
      wallMs: () => world.wall,
      monotonicMs: () => world.monotonic,
      onTrouble: (trouble) => said.push(trouble),
    },
    disk("ok"),
  );
  const pass = (ms: number) => {
    world.wall += ms;
    world.monotonic += ms;
    watch.tick();
  };
  return { world, said, watch, disk, pass };
}

it("says each worse step of the disk at once, and that it has eased only once that lasts", () => {
  const { said, watch, disk, pass } = makeWatch();
  for (const step of ["watch", "low", "watch", "low", "critical"] as const) {
    pass(1_000);
    watch.noteDisk(disk(step));
  }
  expect(watch.degraded()).toEqual(["diskCritical"]);
  expect(said.map((one) => one.what === "disk" && one.step)).toEqual(["watch", "low", "critical"]);
  watch.noteDisk(disk("ok"));
  for (let second = 0; second < 61; second++) pass(1_000);
  expect(said.map((one) => one.what === "disk" && one.step)).toEqual(["watch", "low", "critical", "ok"]);
  expect(watch.degraded()).toEqual([]);
});

it("says how long the journal was late when it is over, and by how much the wall clock jumped", () => {
  const { world, said, watch, pass } = makeWatch();
  for (const late of [900, 1_500, 2_500, 700, 0, 0]) {
    world.late = late;
    pass(1_000);
  }
  expect(said).toEqual([{ what: "journalLate", waitedMs: 2_500 }]);
  world.late = 4_000;
  expect(watch.degraded()).toEqual(["journalLate"]);
  world.late = 0;
  world.wall -= 3_600_000;
  pass(1_000);
  pass(1_000);
  expect(said.at(-1)).toEqual({ what: "clockJump", byMs: -3_600_000 });
  expect(said).toHaveLength(2);
});
