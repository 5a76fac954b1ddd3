import { afterAll, beforeEach, expect, test } from "vitest";
import type { Scenario } from "#engine/scenario/scenario.ts";
import type { Role } from "#prisma/client/enums.ts";
import { openDb } from "#prisma/db.ts";
import { scenarioOfPassage } from "../audit/scenario-of-passage.ts";
import { readScenarios } from "../author/read-scenarios.ts";
import { removeScenario } from "../author/remove-scenario.ts";
import { saveScenario, scenariosMax } from "../author/save-scenario.ts";
import { checkLot } from "../identity/check-access.ts";
import type { Permission } from "../identity/permissions.ts";
import { decideByOracle } from "../report/oracle.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { approveDraft } from "./approve-draft.ts";
import { checkPublish } from "./check-publish.ts";
import { processSigningKey } from "./process-signing-key.ts";
import { publishBundle } from "./publish-bundle.ts";
import { setApproval } from "./set-approval.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
});

const as = async <P extends Permission>(role: Role, permission: P) =>
  checkLot(await at.asker(role), permission, at.lotId);
const writing = () => as("manager", "draft.write");
const check = async (role: Role = "manager") => checkPublish(await as(role, "bundle.publish"), decideByOracle);
const publish = async (role: Role, more: { breakGlass?: string } = {}) =>
  publishBundle(
    await as(role, "bundle.publish"),
    { revision: await at.revision(), note: "dearer", ...more },
    { key: processSigningKey(), decideByOracle },
  );
const keep = async (scenario: Scenario) => saveScenario(await writing(), { id: null, revision: 1, scenario });

test("a scenario is kept without the plate, and no two people overwrite each other", async () => {
  const { id } = await keep(at.scenarioContent());
  const [kept] = await readScenarios(await as("auditor", "draft.read"));
  expect(kept).toMatchObject({ id, revision: 1, scenario: { name: "A car comes in" } });
  expect(JSON.stringify(kept)).not.toContain("LBS100");
  expect(kept!.scenario.given.facts["plate.text"]).toBe("STAND-IN");
  const renamed = { ...at.scenarioContent(), name: "Renamed" };
  await saveScenario(await writing(), { id, revision: 1, scenario: renamed });
  const late = saveScenario(await writing(), { id, revision: 1, scenario: at.scenarioContent() });
  await expect(late).rejects.toMatchObject({ code: "conflict" });
  await removeScenario(await writing(), { id });
  expect(await readScenarios((await writing()) as never)).toEqual([]);
  const trail = await db.auditEntry.findMany({ where: { operatorId: at.id, object: { startsWith: "scenario" } } });
  expect(trail.map(({ verb }) => verb).sort()).toEqual(["removeScenario", "saveScenario", "saveScenario"]);
  expect(JSON.stringify(trail)).not.toContain("LBS100");
});

test("what is no scenario is refused with the places, and a lot has a bound", async () => {
  const wrong = saveScenario(await writing(), { id: null, revision: 1, scenario: { name: "x", given: {} } });
  await expect(wrong).rejects.toMatchObject({ code: "badInput" });
  const place = { operatorId: at.id, lotId: at.lotId, updatedName: "test", content: {} };
  const rows = Array.from({ length: scenariosMax }, () => ({ ...place, id: crypto.randomUUID() }));
  await db.scenario.createMany({ data: rows });
  await expect(keep(at.scenarioContent())).rejects.toMatchObject({ code: "conflict" });
});

test("a recorded passage becomes a scenario that its own version passes", async () => {
  const passageId = await at.passage("LBS735");
  const made = await scenarioOfPassage(await as("support", "passage.read"), { passageId });
  expect(JSON.stringify(made)).not.toContain("LBS735");
  expect(made.expected.decision).toBe("release");
  await keep({ ...made, name: "As it happened" });
  expect((await check()).scenarios).toMatchObject([{ name: "As it happened", passed: true, oracleAgrees: true }]);
});

test("a scenario that comes out otherwise stops a publish, and the check says where", async () => {
  await at.saveDraft(700);
  await keep(at.scenarioContent({ decision: "refuse" }));
  const { scenarios } = await check();
  expect(scenarios).toMatchObject([
    { passed: false, oracleAgrees: true, unmet: [{ part: "decision", expected: "refuse", found: "release" }] },
  ]);
  await expect(publish("manager")).rejects.toMatchObject({
    code: "badInput",
    message: expect.stringContaining("1 of 1"),
  });
  expect(await db.bundle.count({ where: { lotId: at.lotId } })).toBe(2);
});

test("a live lot asks for a second person, whose word ends with the next change", async () => {
  await setApproval(await as("owner", "lot.setting"), { required: true });
  await at.saveDraft(700);
  expect((await check()).approval).toEqual({ required: true, met: false, given: [] });
  await expect(publish("manager")).rejects.toMatchObject({ code: "conflict" });
  const approve = async (role: Role) =>
    approveDraft(await as(role, "bundle.publish"), { revision: await at.revision(), note: "looked at" });
  await approve("manager");
  expect((await check()).approval).toMatchObject({ met: false, given: [{ self: true }] });
  await approve("owner");
  await at.saveDraft(710);
  expect((await check()).approval).toEqual({ required: true, met: false, given: [] });
  await approve("owner");
  expect((await check()).approval).toMatchObject({ met: true, given: [{ name: "owner", self: false }] });
  const { number } = await publish("manager");
  const entry = await db.auditEntry.findFirstOrThrow({ where: { operatorId: at.id, object: `bundle v${number}` } });
  expect(entry.after).toMatchObject({ approvedBy: ["owner"] });
});

test("who cannot wait breaks the glass, and the trail says why", async () => {
  await setApproval(await as("owner", "lot.setting"), { required: true });
  await at.saveDraft(700);
  const { number } = await publish("manager", { breakGlass: "The price board shows the new price already" });
  const entry = await db.auditEntry.findFirstOrThrow({ where: { operatorId: at.id, object: `bundle v${number}` } });
  expect(entry.after).toMatchObject({ breakGlass: "The price board shows the new price already" });
});
