import { describe, expect, it } from "vitest";
import { seededRandom } from "../simulator/seeded-random.ts";
import { AnswerWatch } from "./answer-watch.ts";
import { uplinkAddress } from "./uplink-address.ts";
import { UplinkChoice } from "./uplink-choice.ts";

const [wired, mobile] = [0, 1];
const proofMs = 30_000;
const steady = 20_000;

/** Probes answered every 5 s over a stretch; the moment at which the uplink had proven itself, or null. */
function probes(choice: UplinkChoice, rank: number, from: number, to: number): number | null {
  for (let now = from; now <= to; now += 5_000) if (choice.probed(rank, true, now)) return now;
  return null;
}

describe("the choice of an uplink", () => {
  it("leaves a silent uplink at once, and one that refuses or loses links at the third time", () => {
    const silent = new UplinkChoice([proofMs, proofMs], 0);
    silent.up(0);
    expect(silent.failed("noAnswer", steady)).toBe(true);
    expect(silent.use).toEqual({ current: mobile, before: wired, reason: "noAnswer", since: steady });

    const refusing = new UplinkChoice([proofMs, proofMs], 0);
    refusing.up(0);
    expect([steady, steady + 500, steady + 1_500].map((at) => refusing.failed("refused", at))).toEqual([
      false,
      false,
      true,
    ]);
    expect(refusing.use).toMatchObject({ current: mobile, reason: "refused" });
  });

  it("stays where links last, however often the broker ends them", () => {
    const choice = new UplinkChoice([proofMs, proofMs], 0);
    for (let now = 0; now < 3_600_000; now += 60_000) {
      choice.up(now);
      expect(choice.failed("lost", now + steady)).toBe(false);
    }
    expect(choice.current).toBe(wired);
  });

  it("comes back once the better uplink has answered for as long as it must, and asks twice that after a relapse", () => {
    const choice = new UplinkChoice([proofMs, proofMs], 0);
    choice.up(0);
    choice.failed("noAnswer", steady);
    expect(choice.toProbe()).toEqual([wired]);
    expect(probes(choice, wired, 30_000, 50_000)).toBeNull();
    expect(choice.probed(wired, false, 55_000)).toBe(false);
    expect(probes(choice, wired, 60_000, 120_000)).toBe(90_000);
    expect(choice.use).toEqual({ current: wired, before: mobile, reason: "proven", since: 90_000 });

    choice.up(90_000);
    choice.failed("noAnswer", 120_000);
    expect(probes(choice, wired, 125_000, 300_000)).toBe(185_000);
  });

  it("never returns to a carrier that flaps every 7 s, and leaves it within the flap", () => {
    const choice = new UplinkChoice([proofMs, proofMs], 0);
    let moves = 0;
    for (let now = 0; now < 600_000; now += 500) {
      const hasCarrier = Math.floor(now / 7_000) % 2 === 0;
      if (choice.setCarrier(wired, hasCarrier, now)) moves++;
      if (choice.toProbe().includes(wired) && choice.probed(wired, true, now)) moves++;
    }
    expect(choice.use).toMatchObject({ current: mobile, reason: "carrierGone", since: 7_000 });
    expect(moves).toBe(1);
  });

  it("takes turns when nothing works, and takes the first that has a carrier", () => {
    const choice = new UplinkChoice([proofMs, proofMs], 0);
    const used: number[] = [];
    for (let now = 0; now < 60_000; now += 5_000) {
      choice.failed("noAnswer", now);
      used.push(choice.current);
    }
    expect(used.filter((rank) => rank === wired)).toHaveLength(6);
    choice.setCarrier(wired, false, 60_000);
    choice.setCarrier(mobile, false, 60_000);
    expect(choice.failed("carrierGone", 61_000)).toBe(false);
    expect(choice.setCarrier(mobile, true, 70_000) || choice.current === mobile).toBe(true);
    expect(choice.current).toBe(mobile);
  });

  it("is never without carrier while another has one, and never returns unproven, whatever happens", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const choice = new UplinkChoice([proofMs, proofMs, proofMs], 0);
      const goodSince: (number | null)[] = [null, null, null];
      for (let now = 0; now < 400_000; now += 1_000 + Math.floor(random() * 4_000)) {
        const rank = Math.floor(random() * 3);
        const before = choice.current;
        const event = random();
        if (event < 0.15) {
          const hasCarrier = random() < 0.5;
          if (hasCarrier !== choice.hasCarrier(rank)) goodSince[rank] = null;
          choice.setCarrier(rank, hasCarrier, now);
        } else if (event < 0.3) choice.up(now);
        else if (event < 0.4) {
          goodSince[before] = null;
          choice.failed(random() < 0.5 ? "noAnswer" : "lost", now);
        } else {
          const isAnswered = choice.hasCarrier(rank) && random() < 0.9;
          goodSince[rank] = isAnswered ? (goodSince[rank] ?? now) : null;
          choice.probed(rank, isAnswered, now);
        }
        const hasAny = [0, 1, 2].some((one) => choice.hasCarrier(one));
        if (hasAny) expect(choice.hasCarrier(choice.current), `seed ${seed}`).toBe(true);
        if (choice.current !== before && choice.use.reason === "proven")
          expect(now - goodSince[choice.current]!, `seed ${seed}`).toBeGreaterThanOrEqual(proofMs);
      }
    }
  });
});

describe("the address of an uplink", () => {
  const one = (address: string, family: "IPv4" | "IPv6") => ({ address, family, internal: false }) as never;
  const machine = { eth0: [one("fe80::1", "IPv6"), one("2001:db8::7", "IPv6"), one("10.0.0.7", "IPv4")] };

  it("is that of its interface, in the version that the cloud has", () => {
    expect(uplinkAddress({ interface: "eth0" }, machine, "cloud.example.com")).toBe("10.0.0.7");
    expect(uplinkAddress({ interface: "eth0" }, machine, "2001:db8::1")).toBe("2001:db8::7");
    expect(uplinkAddress({ interface: "ppp0" }, machine, "cloud.example.com")).toBeNull();
    expect(uplinkAddress({ localAddress: "10.0.0.7" }, machine, "192.0.2.1")).toBe("10.0.0.7");
    expect(uplinkAddress({ localAddress: "10.0.0.8" }, machine, "192.0.2.1")).toBeNull();
  });
});

describe("the watch over a broker's answers", () => {
  it("calls 3 s without any answer too long, and waits longer where answers have been slow", () => {
    const watch = new AnswerWatch(0);
    watch.asked(1, 0);
    watch.asked(2, 100);
    watch.answered(1, 2_900);
    expect([watch.isOverdue(5_900), watch.patienceMs]).toEqual([false, 5_800]);
    expect([watch.isOverdue(8_600), watch.isOverdue(8_800)]).toEqual([false, true]);
    watch.answered(2, 8_900);
    expect(watch.isOverdue(100_000)).toBe(false);
    expect(watch.patienceMs).toBe(15_000);
  });

  it("asks whether anybody is there when all is quiet, less often where bytes cost money", () => {
    const watch = new AnswerWatch(0);
    expect([watch.shouldPing(4_000, false), watch.shouldPing(6_000, false), watch.shouldPing(6_000, true)]).toEqual([
      false,
      true,
      false,
    ]);
    watch.asked("ping", 6_000);
    expect(watch.shouldPing(7_000, false)).toBe(false);
    expect(watch.isOverdue(9_100)).toBe(true);
  });
});
