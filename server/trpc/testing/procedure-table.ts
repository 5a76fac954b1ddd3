import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "#prisma/client/enums.ts";
import { roles, type TestOperator } from "./test-operator.ts";

type Input = Record<string, unknown>;

export type Entry = {
  /** Roles that may; everybody else gets FORBIDDEN. Written down here again, apart from the code that is tested. */
  readonly who: readonly Role[];
  /** An input that succeeds at this operator; null for a procedure that is about nothing but the person. */
  readonly input: ((operator: TestOperator) => Promise<Input>) | null;
  /** Own ids mixed with another operator's: each must be NOT_FOUND. */
  readonly mixed?: (own: TestOperator, other: TestOperator) => Promise<Input[]>;
};

const office: readonly Role[] = ["owner", "manager", "support", "auditor"];
const authors: readonly Role[] = ["owner", "manager"];
const helpers: readonly Role[] = ["owner", "manager", "support"];

const openers: readonly Role[] = ["owner", "manager", "support", "attendant"];

const ofLot = async ({ lotId }: TestOperator) => ({ lotId });
const someVehicle = () => ({
  kind: "permit" as const,
  plate: `京A${randomBytes(3).toString("hex").slice(0, 5)}`,
  reason: null,
  note: null,
  from: null,
  until: null,
});

async function listedVehicle({ db, id: operatorId, lotId }: TestOperator): Promise<string> {
  const { plate, kind } = someVehicle();
  const entry = { kind, plateText: plate.toUpperCase(), plateRaw: plate, updatedName: "walk" };
  return (await db.vehicleEntry.create({ data: { operatorId, lotId, id: randomUUID(), ...entry } })).id;
}

/** What an edge goes by, and something else. */
async function otherSettings({ db, id: operatorId, lotId, edgeId: key }: TestOperator) {
  const at = { operatorId, lotId, name: "settings", key };
  const entry = await db.documentEntry.findUnique({ where: { operatorId_lotId_name_key: at } });
  const before = entry === null ? {} : (JSON.parse(entry.line) as unknown[])[1];
  return { before, settings: { backlogKbitPerSecond: 8 + randomBytes(2).readUInt16BE(0) } };
}

const someHourMinor = () => 100 + randomBytes(3).readUIntBE(0, 3);

/** Every procedure of the console: who may, and an input that works. */
export const procedureTable: Readonly<Record<string, Entry>> = {
  "me.get": { who: roles, input: null },
  "me.status": { who: roles, input: ofLot },
  "lots.list": { who: roles, input: ofLot },
  "lots.get": { who: roles, input: ofLot },
  "lots.clock": { who: roles, input: ofLot },
  "lists.vehicles": { who: office, input: ofLot },
  "lists.state": { who: office, input: ofLot },
  "lists.use": { who: office, input: ofLot },
  "lists.save": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, id: null, vehicle: someVehicle() }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await listedVehicle(other), vehicle: someVehicle() }],
  },
  "lists.end": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, id: await listedVehicle(at) }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await listedVehicle(other) }],
  },
  "lists.import": {
    who: authors,
    input: async ({ lotId }) => ({ lotId, csv: `plate,kind\n${someVehicle().plate},allow\n` }),
  },
  "lists.confirm": { who: authors, input: ofLot },
  "draft.get": { who: office, input: ofLot },
  "draft.save": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, revision: await at.revision(), content: at.draft(someHourMinor()) }),
  },
  "draft.reset": {
    who: authors,
    input: async (at) => {
      await at.saveDraft(someHourMinor());
      return { lotId: at.lotId, revision: await at.revision() };
    },
  },
  "sharedTables.list": { who: office, input: async ({ id }) => ({ operatorId: id }) },
  "sharedTables.get": {
    who: office,
    input: async (at) => ({ operatorId: at.id, tableId: await at.sharedTable() }),
    mixed: async (own, other) => [{ operatorId: own.id, tableId: await other.sharedTable() }],
  },
  "sharedTables.ofLot": { who: office, input: ofLot },
  "sharedTables.fromLot": {
    who: authors,
    input: async (at) => ({ ...(await visitorsTable(at)), name: randomUUID(), note: "walk" }),
  },
  "sharedTables.use": {
    who: authors,
    input: async (at) => ({ ...(await visitorsTable(at)), tableId: await at.sharedTable(), keep: false }),
    mixed: async (own, other) => [{ ...(await visitorsTable(own)), tableId: await other.sharedTable(), keep: false }],
  },
  "sharedTables.detach": {
    who: authors,
    input: async (at) => {
      await at.sharedTable();
      return visitorsTable(at);
    },
  },
  "sharedTables.save": {
    who: authors,
    input: async (at) => versionOf(at, await at.sharedTable()),
    mixed: async (own, other) => [versionOf(own, await other.sharedTable())],
  },
  "sharedTables.rename": {
    who: authors,
    input: async (at) => ({ operatorId: at.id, tableId: await at.sharedTable(), name: randomUUID() }),
    mixed: async (own, other) => [{ operatorId: own.id, tableId: await other.sharedTable(), name: "walk" }],
  },
  "sharedTables.remove": {
    who: authors,
    input: async (at) => ({ operatorId: at.id, tableId: await at.sharedTable(false) }),
    mixed: async (own, other) => [{ operatorId: own.id, tableId: await other.sharedTable(false) }],
  },
  "sharedTables.preview": {
    who: office,
    input: async (at) => bringing(at, await at.sharedTable(), at),
    mixed: async (own, other) => [
      await bringing(own, await other.sharedTable(), own),
      await bringing(own, await own.sharedTable(), other),
    ],
  },
  "sharedTables.bring": {
    who: authors,
    input: async (at) => bringing(at, await at.sharedTable(), at),
    mixed: async (own, other) => [
      await bringing(own, await other.sharedTable(), own),
      await bringing(own, await own.sharedTable(), other),
    ],
  },
  "scenarios.list": { who: office, input: ofLot },
  "scenarios.ofPassage": {
    who: roles,
    input: async (at) => ({ lotId: at.lotId, passageId: await at.passage() }),
    mixed: async (own, other) => [{ lotId: own.lotId, passageId: await other.passage() }],
  },
  "scenarios.save": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, id: null, scenario: at.scenarioContent() }),
    mixed: async (own, other) => [
      { lotId: own.lotId, id: await other.scenario(), revision: 1, scenario: own.scenarioContent() },
    ],
  },
  "scenarios.remove": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, id: await at.scenario() }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await other.scenario() }],
  },
  "backtests.list": { who: office, input: ofLot },
  "backtests.get": {
    who: office,
    input: async (at) => ({ lotId: at.lotId, id: await at.backtest() }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await other.backtest() }],
  },
  "backtests.changes": {
    who: office,
    input: async (at) => ({ lotId: at.lotId, id: await at.backtest() }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await other.backtest() }],
  },
  "backtests.start": {
    who: authors,
    input: async (at) => {
      await at.db.backtest.updateMany({ where: { lotId: at.lotId }, data: { state: "done" } });
      return { lotId: at.lotId, revision: await at.revision(), from: new Date(0), to: new Date(86_400_000) };
    },
  },
  "backtests.cancel": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, id: await at.backtest() }),
    mixed: async (own, other) => [{ lotId: own.lotId, id: await other.backtest() }],
  },
  "publish.approve": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, revision: await at.revision(), note: "walk" }),
  },
  "publish.setApproval": {
    who: ["owner"],
    input: async ({ db, lotId }) => {
      const { approvalRequired } = await db.lot.findUniqueOrThrow({ where: { id: lotId } });
      return { lotId, required: !approvalRequired };
    },
  },
  "publish.setBacktestRequired": {
    who: ["owner"],
    input: async ({ db, lotId }) => {
      const { backtestRequired } = await db.lot.findUniqueOrThrow({ where: { id: lotId } });
      return { lotId, required: !backtestRequired };
    },
  },
  "publish.check": { who: authors, input: ofLot },
  "publish.publish": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, revision: await at.revision(), note: "walk", breakGlass: "walk" }),
  },
  "rollouts.list": { who: office, input: ofLot },
  "rollouts.get": {
    who: office,
    input: async (at) => ({ lotId: at.lotId, rolloutId: await newestRollout(at) }),
    mixed: async (own, other) => [{ lotId: own.lotId, rolloutId: await newestRollout(other) }],
  },
  "rollouts.rollBack": {
    who: authors,
    input: async (at) => {
      const { liveNumber } = await at.db.lot.findUniqueOrThrow({ where: { id: at.lotId } });
      return { lotId: at.lotId, toNumber: liveNumber === 1 ? 2 : 1, note: "walk" };
    },
  },
  "rollouts.liveAt": { who: office, input: async ({ lotId }) => ({ lotId, at: new Date() }) },
  "rollouts.watch": { who: office, input: ofLot },
  "shadows.list": { who: office, input: ofLot },
  "shadows.get": {
    who: office,
    input: async (at) => ({ lotId: at.lotId, trialId: await at.shadow() }),
    mixed: async (own, other) => [{ lotId: own.lotId, trialId: await other.shadow() }],
  },
  "shadows.differences": {
    who: office,
    input: async (at) => ({ lotId: at.lotId, trialId: await at.shadow() }),
    mixed: async (own, other) => [{ lotId: own.lotId, trialId: await other.shadow() }],
  },
  "shadows.start": {
    who: authors,
    input: async (at) => {
      await at.saveDraft(someHourMinor());
      return { lotId: at.lotId, revision: await at.revision(), note: "walk" };
    },
  },
  "shadows.stop": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, trialId: await at.shadow(), note: "walk" }),
    mixed: async (own, other) => [{ lotId: own.lotId, trialId: await other.shadow(), note: "walk" }],
  },
  "shadows.makeLive": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, trialId: await at.shadow(), note: "walk", breakGlass: "walk" }),
    mixed: async (own, other) => [{ lotId: own.lotId, trialId: await other.shadow(), note: "walk" }],
  },
  "plans.list": { who: office, input: ofLot },
  "plans.get": {
    who: office,
    input: async (at) => ({ operatorId: at.id, planId: await at.plan() }),
    mixed: async (own, other) => [{ operatorId: own.id, planId: await other.plan() }],
  },
  "plans.make": {
    who: authors,
    input: async (at) => planOf(at, at.lotId, await at.revision()),
    mixed: async (own, other) => [planOf(own, other.lotId, 1)],
  },
  "plans.change": {
    who: authors,
    input: async (at) => ({ operatorId: at.id, planId: await at.plan(), act: "cancel", note: "walk" }),
    mixed: async (own, other) => [{ operatorId: own.id, planId: await other.plan(), act: "cancel", note: "walk" }],
  },
  "bundles.list": { who: office, input: ofLot },
  "passages.list": { who: roles, input: ofLot },
  "passages.count": { who: roles, input: ofLot },
  "passages.recentFacts": { who: office, input: ofLot },
  "passages.get": {
    who: roles,
    input: async (at) => ({ lotId: at.lotId, passageId: await at.passage() }),
    mixed: async (own, other) => [{ lotId: own.lotId, passageId: await other.passage() }],
  },
  "passages.photo": {
    who: roles,
    input: async (at) => ({ lotId: at.lotId, passageId: (await at.photo()).passageId, kind: "scene" }),
    mixed: async (own, other) => [{ lotId: own.lotId, passageId: (await other.photo()).passageId, kind: "scene" }],
  },
  "passages.watch": { who: roles, input: ofLot },
  "passages.erasePersonal": {
    who: ["owner"],
    input: async (at) => ({ lotId: at.lotId, passageId: await at.passage(), reason: "asked for" }),
    mixed: async (own, other) => [{ lotId: own.lotId, passageId: await other.passage(), reason: "asked for" }],
  },
  "decide.tryOut": {
    who: helpers,
    input: async (at) => ({ lotId: at.lotId, which: "live", facts: { "lane.direction": "entry" } }),
  },
  "fleet.list": { who: office, input: ofLot },
  "fleet.watch": { who: office, input: ofLot },
  "fleet.openGate": {
    who: openers,
    input: async ({ lotId }) => ({ lotId, laneId: "exit-1", reasonCode: "test", note: "walk" }),
  },
  "fleet.command": {
    who: openers,
    input: async (at) => ({ lotId: at.lotId, commandId: await at.command() }),
    mixed: async (own, other) => [{ lotId: own.lotId, commandId: await other.command() }],
  },
  "fleet.watchCommands": { who: openers, input: ofLot },
  "fleet.anomalies": { who: office, input: ofLot },
  "fleet.resolveAnomaly": {
    who: helpers,
    input: async (at) => ({ lotId: at.lotId, anomalyId: await at.anomaly(), reason: "looked at" }),
    mixed: async (own, other) => [{ lotId: own.lotId, anomalyId: await other.anomaly(), reason: "looked at" }],
  },
  "fleet.quarantine": { who: helpers, input: ofLot },
  "fleet.settings": { who: office, input: ofLot },
  "fleet.saveSettings": {
    who: authors,
    input: async (at) => ({ lotId: at.lotId, edgeId: at.edgeId, ...(await otherSettings(at)) }),
    mixed: async (own, other) => [{ lotId: own.lotId, edgeId: other.edgeId, before: {}, settings: {} }],
  },
  "audit.list": {
    who: ["owner", "manager", "auditor"],
    input: async ({ id }) => ({ operatorId: id }),
    mixed: async (own, other) => [{ lotId: other.lotId }, { operatorId: own.id, lotId: other.lotId }],
  },
  "members.list": { who: ["owner"], input: async ({ id }) => ({ operatorId: id }) },
  "members.add": {
    who: ["owner"],
    input: async ({ id, lotId }) => {
      const email = `${randomBytes(4).toString("hex")}@${id}.example`;
      return { operatorId: id, email, name: "New person", role: "support", allLots: false, lotIds: [lotId] };
    },
    mixed: async (own, other) => [
      { operatorId: own.id, email: "a@b.example", name: "N", role: "owner", allLots: false, lotIds: [other.lotId] },
    ],
  },
  "members.setRole": {
    who: ["owner"],
    input: async (at) => ({ operatorId: at.id, userId: await at.member(), role: "auditor" }),
    mixed: async (own, other) => [{ operatorId: own.id, userId: other.userIds.manager, role: "auditor" }],
  },
  "members.setLots": {
    who: ["owner"],
    input: async (at) => ({ operatorId: at.id, userId: await at.member(), allLots: false, lotIds: [at.lotId] }),
    mixed: async (own, other) => [
      { operatorId: own.id, userId: other.userIds.manager, allLots: true, lotIds: [] },
      { operatorId: own.id, userId: own.userIds.manager, allLots: false, lotIds: [other.lotId] },
    ],
  },
  "members.renewPassword": {
    who: ["owner"],
    input: async (at) => ({ operatorId: at.id, userId: await at.member() }),
    mixed: async (own, other) => [{ operatorId: own.id, userId: other.userIds.manager }],
  },
  "members.remove": {
    who: ["owner"],
    input: async (at) => ({ operatorId: at.id, userId: await at.member() }),
    mixed: async (own, other) => [{ operatorId: own.id, userId: other.userIds.manager }],
  },
};

function planOf(at: TestOperator, lotId: string, revision: number): Input {
  const rest = { holdMinutes: 0, guards: [], onFailure: "pause", note: "walk", breakGlass: "walk" };
  return { operatorId: at.id, waves: [[{ lotId, revision }]], startAt: new Date(Date.now() + 3_600_000), ...rest };
}

/** The one table of the lot's draft. */
async function visitorsTable(at: TestOperator): Promise<Input> {
  const { lotId } = at;
  const [table] = at.draft(500).tariff.rateTables;
  return { lotId, revision: await at.revision(), rateTableId: table!.id, rateTableVersion: table!.version };
}

function versionOf(at: TestOperator, tableId: string): Input {
  const [content] = at.draft(someHourMinor()).tariff.rateTables;
  return { operatorId: at.id, tableId, number: 1, content, note: "walk" };
}

async function bringing(at: TestOperator, tableId: string, to: TestOperator): Promise<Input> {
  return { operatorId: at.id, tableId, number: 1, lots: [await visitorsTable(to)] };
}

async function newestRollout(at: TestOperator): Promise<string> {
  const newest = await at.db.rollout.findFirstOrThrow({ where: { lotId: at.lotId }, orderBy: { startedAt: "desc" } });
  return newest.id;
}
