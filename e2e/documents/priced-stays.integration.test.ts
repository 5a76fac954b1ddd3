import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DecisionBody, Personal } from "#contracts/record-body.ts";
import { EdgeClock } from "#edge-runner/edge-clock.ts";
import { readJournal } from "#edge-runner/report/read-journal.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import type { Tariff } from "#engine/model/rate-table.ts";
import { type Db, openDb } from "#prisma/db.ts";
import { makeCallerFactory } from "#server/trpc/init.ts";
import { listsRouter } from "#server/trpc/routers/lists.ts";
import { type LaneId, SharedLot } from "./shared-lot.ts";

const patience = { timeout: 30_000, interval: 25 };
const minute = 60_000;
const hour = 60 * minute;
let db: Db;
let lot: SharedLot;

vi.setConfig({ testTimeout: 120_000 });

/** Started hours at 10 yuan; 2 for staff, 5 for what runs on a battery; the shop gives 20 yuan; a quick return goes on. */
const visitors = hourlyTariff({ currency: "CNY", rateTableName: "Visitors", hourMinor: 1_000 });
const cheaper = (id: string, hourMinor: number) => {
  return { ...hourlyTariff({ currency: "CNY", rateTableName: id, hourMinor }).rateTables[0]!, id };
};
const tariff: Tariff = {
  ...visitors,
  rateTables: [...visitors.rateTables, cheaper("staff", 200), cheaper("electric", 500)],
  rateEligibility: [
    { eligibility: { activeAssignedRight: ["staff"] }, rateTable: "staff" },
    { eligibility: { propulsionEnergyType: ["electric"] }, rateTable: "electric" },
    { rateTable: "standard" },
  ],
  validations: [{ type: "shop", name: "The shop", effect: { kind: "amount", amount: 2_000 } }],
  reEntry: { within: 30, since: "exit", action: "continue" },
};

/** Time that passes at an edge between two cars; what it measures within one car's turn is real. */
class SkippingClock extends EdgeClock {
  readonly #skippedMs: () => number;

  constructor(skippedMs: () => number) {
    super();
    this.#skippedMs = skippedMs;
  }

  override nowMs(): number {
    return super.nowMs() + this.#skippedMs();
  }

  override stamp() {
    // its offset has what was skipped already: it comes of the time above
    const stamp = super.stamp();
    return { ...stamp, monotonicMs: stamp.monotonicMs + this.#skippedMs() };
  }
}

beforeEach(async () => {
  db = openDb(process.env.DATABASE_URL!);
  lot = new SharedLot(process.env.DATABASE_URL!, "one");
  lot.a.clockOf = (skippedMs) => new SkippingClock(skippedMs);
  await lot.start();
  await lot.publish(1, { tariff });
  await lot.a.start();
  await expect.poll(() => lot.a.generation, patience).toBe(1);
});
afterEach(async () => {
  await lot.stop();
  await db.$disconnect();
});

/** The procedures of the Lists page, as a manager of this lot calls them. */
function lists() {
  const { operatorId, lotId } = lot;
  const visible = { operatorId, operatorName: "Test", role: "manager" as const };
  const place = { ...visible, lotId, name: "Test", timeZone: "Asia/Shanghai", country: "CN" };
  const actor = { userId: "00000000-0000-4000-8000-000000000001", name: "shop", email: "shop@example.test" };
  const asker = async () => ({ db, actor, access: [{ ...visible, seesAllLots: true, lots: [place] }] });
  const liveEvents = () => {
    throw new Error("lists have no live events");
  };
  return makeCallerFactory(listsRouter)({ db, liveEvents, asker, askerNow: asker });
}

type Entry = Parameters<ReturnType<typeof lists>["save"]>[0]["vehicle"];

/** Puts an entry on the list, and waits until the edge has it. */
async function say(entry: Pick<Entry, "kind" | "plate"> & Partial<Entry>): Promise<void> {
  const before = lot.a.version("grants") ?? 0;
  const vehicle = { reason: null, note: null, from: null, until: null, ...entry };
  await lists().save({ lotId: lot.lotId, id: null, vehicle });
  await expect.poll(() => lot.a.version("grants") ?? 0, patience).toBeGreaterThan(before);
}

async function see(laneId: LaneId, plate: string): Promise<DecisionBody> {
  const { passageId } = await lot.a.see(laneId, plate);
  return lot.a.decision(passageId) as unknown as DecisionBody;
}

function feeOf({ quote }: DecisionBody) {
  if (quote === null || "error" in quote) throw new Error(`no fee: ${JSON.stringify(quote)}`);
  return quote;
}

function personalOf({ passageId }: DecisionBody): Personal {
  const frames = readJournal(`${lot.a.folder}/journal.db`).records("p");
  const frame = frames.find(({ n }) => passageId.endsWith(`-${n}`))!;
  return JSON.parse(Buffer.from(frame.personal!).toString()) as Personal;
}

/** The cloud has decided and priced all of these again, and came to the same. */
async function secondOpinionsAgree(): Promise<void> {
  const waiting = async () =>
    (
      await lot.cloud.rows<{ verdict: string | null; detail: unknown }>(
        `SELECT s.verdict, s.detail FROM passage p LEFT JOIN second_opinion s USING (operator_id, lot_id, passage_id)
         WHERE p.lot_id = $1 AND s.verdict IS DISTINCT FROM 'agree'`,
        [lot.lotId],
      )
    ).map(({ verdict, detail }) => ({ verdict, detail }));
  const all = readJournal(`${lot.a.folder}/journal.db`).records("p").length;
  const hasAll = async () =>
    (await lot.cloud.rows("SELECT FROM record WHERE lot_id = $1 AND stream = 'p'", [lot.lotId])).length >= all;
  await expect.poll(hasAll, patience).toBe(true);
  await expect.poll(waiting, patience).toEqual([]);
}

/** Given or paid just now, and good for a day. */
const today = () => ({ from: new Date(), until: new Date(Date.now() + 24 * hour) });

test("a validation, a permit, a battery and a payment make the fee at the gate what the tariff says, and the cloud agrees", async () => {
  await say({ kind: "permit", plate: "京A10002", tariffName: "staff" });
  for (const plate of ["京A10001", "京A10002", "京AD10003", "京A10004"]) await see("entry-1", plate);
  await say({ kind: "paid", plate: "京A10004", amountMinor: 3_000, tariffName: "app", ...today() });
  lot.a.aheadMs += 150 * minute;

  const unvalidated = await see("exit-1", "京A10001");
  expect(feeOf(unvalidated)).toMatchObject({ feeMinor: 3_000, dueMinor: 3_000 });
  expect(unvalidated.decision.decision).toBe("requestPayment");
  await say({ kind: "validation", plate: "京a·10001", tariffName: "shop", ...today() });
  const validated = await see("exit-2", "京A10001");
  expect(feeOf(validated)).toMatchObject({ feeMinor: 1_000, dueMinor: 1_000 });
  expect(validated.stay).toMatchObject({ validations: ["shop"] });
  expect(validated.facts["validation.types"]).toEqual(["amount"]);
  expect(feeOf(validated).lines).toContainEqual(
    expect.objectContaining({ kind: "discount", label: "The shop", amountMinor: -2_000 }),
  );

  const staff = await see("exit-1", "京A10002");
  expect(feeOf(staff)).toMatchObject({ feeMinor: 600, rateTable: { id: "staff" } });
  const electric = await see("exit-1", "京AD10003");
  expect(feeOf(electric)).toMatchObject({ feeMinor: 1_500, rateTable: { id: "electric" } });
  expect(electric.facts["vehicle.propulsion"]).toBe("electric");
  const paid = await see("exit-1", "京A10004");
  expect(feeOf(paid)).toMatchObject({ feeMinor: 3_000, paidMinor: 3_000, dueMinor: 0 });
  expect(paid.decision.decision).toBe("release");
  await secondOpinionsAgree();
});

test("a car that comes back goes on with its stay, and what it did before stands with its plate alone", async () => {
  const plate = "京A10005";
  await see("entry-1", plate);
  await say({ kind: "paid", plate, amountMinor: 1_000, ...today() });
  lot.a.aheadMs += 50 * minute;
  const first = await see("exit-1", plate);
  expect(first.decision.decision).toBe("release");
  expect(first.stay).toMatchObject({ previousVisits: [] });
  lot.a.aheadMs += 20 * minute;
  await see("entry-2", plate);
  lot.a.aheadMs += 30 * minute;
  const second = await see("exit-2", plate);
  // 100 minutes from the first entry: two hours, of which one is paid
  expect(feeOf(second)).toMatchObject({ feeMinor: 2_000, paidMinor: 1_000, dueMinor: 1_000 });
  expect(second.stay).toMatchObject({ visitsApart: 1 });
  expect(second.stay).not.toHaveProperty("previousVisits");
  expect(personalOf(second).stay?.previousVisits).toMatchObject([{ feePaidMinor: 1_000 }]);
  await secondOpinionsAgree();
});
