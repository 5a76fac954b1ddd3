import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addRange, type Held, nothingHeld } from "#contracts/ranges.ts";
import { Sender } from "./sender.ts";

const hashAt = (n: number) => `hash-${n}`;
const claimOf = (held: Held) => ({ ...held, hash: held.mark === 0 ? null : hashAt(held.mark) });

function started(last: number, window = 64): Sender {
  const sender = new Sender({ hashAt: (n) => (n <= last ? hashAt(n) : null), random: () => 0 });
  sender.grow(last);
  sender.welcome({ mark: 0, have: [], hash: null }, window);
  return sender;
}

function drain(sender: Sender, now: number, bytes = 100): number[] {
  const sent: number[] = [];
  for (let n = sender.next(); n !== null; n = sender.next()) {
    sent.push(n);
    sender.sent(n, bytes, now);
  }
  return sent;
}

describe("Sender", () => {
  it("sends nothing before a welcome, then up to the window", () => {
    const sender = new Sender({ hashAt, random: () => 0 });
    sender.grow(5);
    expect(sender.next()).toBeNull();
    sender.welcome({ mark: 2, have: [[4, 4]], hash: hashAt(2) }, 64);
    expect(drain(sender, 0)).toEqual([3, 5]);
    expect(sender.backlog).toBe(2);
  });

  it("keeps within window and bytes", () => {
    expect(drain(started(100, 8), 0)).toHaveLength(8);
    expect(drain(started(100, 64), 0, 30_000)).toHaveLength(3);
    expect(drain(started(100, 64), 0, 200_000)).toHaveLength(1);
  });

  it("goes on with an acknowledgement and resends after a timeout that doubles", () => {
    const sender = started(4, 2);
    expect(drain(sender, 0)).toEqual([1, 2]);
    expect(sender.ack({ mark: 1, have: [], hash: hashAt(1) }, 2, 100)).toBe(true);
    expect(drain(sender, 100)).toEqual([3]);
    expect(sender.tick(2_099)).toBe(false);
    expect(sender.tick(2_100)).toBe(true);
    expect(drain(sender, 2_100)).toEqual([2, 3]);
    expect(sender.tick(6_099)).toBe(false);
    expect(sender.tick(6_100)).toBe(true);
  });

  it("does not believe an acknowledgement of records that are not ours", () => {
    const sender = started(4);
    drain(sender, 0);
    expect(sender.ack({ mark: 3, have: [], hash: "other" }, 64, 1)).toBe(false);
    expect(sender.ack({ mark: 9, have: [], hash: hashAt(9) }, 64, 1)).toBe(false);
    expect(sender.mark).toBe(0);
    expect(sender.forks).toBe(2);
  });

  it("sends again what a restored cloud has lost", () => {
    const sender = started(6);
    drain(sender, 0);
    sender.ack({ mark: 6, have: [], hash: hashAt(6) }, 64, 1);
    sender.down();
    expect(sender.next()).toBeNull();
    sender.welcome({ mark: 4, have: [], hash: hashAt(4) }, 64);
    expect(drain(sender, 2)).toEqual([5, 6]);
  });

  it("delivers every record in the end, whatever is lost, and never counts one that was not committed", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("deliver" as const), take: fc.nat(20) }),
      fc.constant({ kind: "drop" as const }),
      fc.constant({ kind: "ack" as const }),
      fc.constant({ kind: "reconnect" as const }),
      fc.constant({ kind: "wait" as const }),
      fc.record({ kind: fc.constant("grow" as const), by: fc.integer({ min: 1, max: 30 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let now = 0;
        let last = 0;
        let cloud: Held = nothingHeld;
        let wire: number[] = [];
        const sender = new Sender({ hashAt, random: () => 0.5 });
        const put = () => wire.push(...drain(sender, now));
        for (const action of [...steps, { kind: "reconnect" as const }]) {
          if (action.kind === "grow") last += action.by;
          if (action.kind === "wait") now += 5_000;
          sender.grow(last);
          sender.tick(now);
          if (action.kind === "drop") wire = wire.filter((_, index) => index % 2 === 0);
          if (action.kind === "deliver") for (const n of wire.splice(0, action.take)) cloud = addRange(cloud, n, n);
          if (action.kind === "ack") sender.ack(claimOf(cloud), 16, now);
          if (action.kind === "reconnect") {
            wire = [];
            sender.welcome(claimOf(cloud), 16);
          }
          put();
          expect(sender.mark).toBeLessThanOrEqual(cloud.mark);
        }
        for (let round = 0; round < 100 && cloud.mark < last; round++) {
          for (const n of wire.splice(0)) cloud = addRange(cloud, n, n);
          sender.ack(claimOf(cloud), 16, now);
          now += 100_000;
          sender.tick(now);
          put();
        }
        sender.ack(claimOf(cloud), 16, now);
        expect(cloud).toEqual({ mark: last, have: [] });
        expect(sender.backlog).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it("sends new records at once when it is far behind, and leaves the old ones to their own way", () => {
    const sender = new Sender({ hashAt, random: () => 0, backlogLiveMax: 10 });
    sender.grow(50);
    sender.welcome({ mark: 20, have: [[25, 26]], hash: hashAt(20) }, 64);
    expect(drain(sender, 0)).toEqual([]);
    sender.grow(52);
    expect(drain(sender, 0)).toEqual([51, 52]);
    expect(sender.backlogRange(100)).toEqual([21, 24]);
    expect(sender.backlogRange(2)).toEqual([21, 22]);
    sender.hear({ mark: 26, have: [[51, 52]], hash: hashAt(26) }, 10);
    expect(sender.backlogRange(100)).toEqual([27, 50]);
    sender.refuse([27, 29]);
    expect(sender.backlogRange(100)).toEqual([28, 28]);
    sender.hear(
      {
        mark: 26,
        have: [
          [28, 28],
          [30, 52],
        ],
        hash: hashAt(26),
      },
      20,
    );
    expect(sender.backlogRange(100)).toBeNull();
  });

  it("lets old records among the live ones only when asked, and few at a time", () => {
    const sender = new Sender({ hashAt, random: () => 0, backlogLiveMax: 10 });
    sender.grow(50);
    sender.welcome({ mark: 0, have: [], hash: null }, 64);
    expect(sender.next()).toBeNull();
    const old: number[] = [];
    for (let n = sender.next(true); n !== null; n = sender.next(true)) {
      old.push(n);
      sender.sent(n, 100, 0);
    }
    expect(old).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
    sender.grow(51);
    expect(sender.next()).toBe(51);
    sender.ack({ mark: 4, have: [], hash: hashAt(4) }, 64, 10);
    sender.sent(51, 100, 10);
    expect(sender.next(true)).toBe(17);
  });

  it("sends all as live when it is little behind", () => {
    const sender = new Sender({ hashAt, random: () => 0, backlogLiveMax: 10 });
    sender.grow(10);
    sender.welcome({ mark: 0, have: [], hash: null }, 64);
    expect(drain(sender, 0)).toHaveLength(10);
    expect(sender.backlogRange(100)).toBeNull();
  });
});
