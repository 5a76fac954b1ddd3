import { createHash, randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type PhotoRef, photoUploadId } from "#contracts/photo.ts";
import { explain } from "#engine/decide/explain.ts";
import type { Draft } from "#engine/model/draft.ts";
import { totalFacts } from "#engine/model/facts.ts";
import { hourlyTariff } from "#engine/model/hourly-tariff.ts";
import { starterRules } from "#engine/model/starter-rules.ts";
import type { Scenario } from "#engine/scenario/scenario.ts";
import type { Prisma } from "#prisma/client/client.ts";
import type { Role } from "#prisma/client/enums.ts";
import type { Db } from "#prisma/db.ts";
import { enrolEdge } from "../../fleet/enrol-edge.ts";
import { openGate } from "../../fleet/open-gate.ts";
import { loadAccess } from "../../identity/access.ts";
import { checkLot } from "../../identity/check-access.ts";
import { givePassword } from "../../identity/make-person.ts";
import { hashEdgeCredential } from "../../link/edge-credential.ts";
import { inTransaction } from "../../link/in-transaction.ts";
import { openPool } from "../../link/open-pool.ts";
import { TestJournal } from "../../link/testing/test-journal.ts";
import { PhotoFiles, photoFolder } from "../../photos/photo-files.ts";
import { processSigningKey } from "../../publish/process-signing-key.ts";
import { publishBundle } from "../../publish/publish-bundle.ts";
import { readLoadedBundle } from "../../publish/read-loaded-bundle.ts";
import { pointEdge } from "../../publish/start-rollout.ts";
import { commitRecords } from "../../report/commit-records.ts";
import { decideByOracle } from "../../report/oracle.ts";
import { storePhoto } from "../../report/photo-rows.ts";

export const roles = ["owner", "manager", "support", "attendant", "auditor"] as const;
const epoch = "0123456789abcdef";

/** An operator with a person of each role, a lot with an edge, two bundles, and one of everything that can happen. */
export class TestOperator {
  readonly id = `op-${randomBytes(4).toString("hex")}`;
  readonly lotId = `lot-${randomBytes(4).toString("hex")}`;
  readonly password = randomBytes(9).toString("base64url");
  readonly userIds = {} as Record<Role, string>;
  edgeId = "";
  journal!: TestJournal;

  private constructor(readonly db: Db) {}

  static async make(db: Db): Promise<TestOperator> {
    const operator = new TestOperator(db);
    await operator.#makePeopleAndLot();
    await operator.#enrol();
    await operator.publish("first");
    await operator.saveDraft(600);
    await operator.publish("dearer");
    operator.journal = new TestJournal(operator.edgeId, operator.lotId, epoch);
    return operator;
  }

  email(role: Role): string {
    return `${role}@${this.id}.example`;
  }

  /** Hashing is slow by intent, so a person gets a password only when a test signs in. */
  async allowSignIn(role: Role): Promise<void> {
    const userId = this.userIds[role];
    if ((await this.db.authAccount.count({ where: { userId } })) === 0) {
      await givePassword(this.db, userId, this.password);
    }
  }

  async asker(role: Role) {
    const actor = { userId: this.userIds[role], name: role, email: this.email(role) };
    return { db: this.db, actor, access: await loadAccess(this.db, actor.userId) };
  }

  /** A valid draft whose hour costs so much. */
  draft(hourMinor: number): Draft {
    const tariff = hourlyTariff({ currency: "EUR", rateTableName: "Visitors", hourMinor, exitGraceMinutes: 10 });
    return { tariff, rules: starterRules() };
  }

  async revision(): Promise<number> {
    return (await this.db.draft.findFirstOrThrow({ where: { lotId: this.lotId } })).revision;
  }

  async saveDraft(hourMinor: number): Promise<void> {
    const data = { content: this.draft(hourMinor) as Prisma.InputJsonObject, revision: { increment: 1 } };
    await this.db.draft.updateMany({ where: { lotId: this.lotId }, data });
  }

  async publish(note: string): Promise<{ rolloutId: string; number: number }> {
    const ctx = checkLot(await this.asker("owner"), "bundle.publish", this.lotId);
    const parts = { key: processSigningKey(), decideByOracle };
    return publishBundle(ctx, { revision: await this.revision(), note }, parts);
  }

  /** A car at the entry, decided by the live bundle and committed as the ingest does it. */
  /** A passage with a photo of its scene, which is here. */
  async photo(): Promise<{ passageId: string; sha256: string; content: Buffer }> {
    const content = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(500)]);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const ref = { kind: "scene", sha256, bytes: content.length, mediaType: "image/png" } as const;
    const passageId = await this.passage(undefined, [ref]);
    const files = new PhotoFiles(photoFolder(process.env));
    await files.prepare();
    fs.writeFileSync(path.join(files.uploads, photoUploadId(this.edgeId, sha256)), content);
    await files.publish({ lotId: this.lotId, edgeId: this.edgeId, sha256 });
    const edge = { operatorId: this.id, lotId: this.lotId, edgeId: this.edgeId };
    const pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 1 });
    await inTransaction(pool, (sql) => storePhoto(sql, edge, ref)).finally(() => pool.end());
    return { passageId, sha256, content };
  }

  async passage(
    plateText = `LBS${this.journal.frames.length + 100}`,
    photos: readonly PhotoRef[] = [],
  ): Promise<string> {
    const lot = await this.db.lot.findUniqueOrThrow({ where: { id: this.lotId }, include: { live: true } });
    const { number, sha256 } = lot.live!;
    const bundle = await readLoadedBundle(this.db, { operatorId: this.id, lotId: this.lotId }, sha256);
    const known = { "lane.direction": "entry", "lane.id": "entry-1" } as const;
    const personal = { "plate.text": plateText, "match.kind": "exact" } as const;
    const { decision } = explain(bundle!, totalFacts({ ...known, ...personal }));
    const facts = { ...known, "match.kind": "exact" };
    const named = {
      plateText,
      plateRaw: plateText.toLowerCase(),
      facts: { "plate.text": plateText },
      photos: [...photos],
    };
    const first = this.journal.frames.length + 1;
    this.journal.decide({ facts, decision, bundle: { number, sha256 } }, named);
    this.journal.finish(first);
    await this.commit(this.journal.frames.slice(-2));
    return `${this.edgeId}-${epoch}-${first}`;
  }

  async commit(frames: TestJournal["frames"]): Promise<void> {
    const edge = { operatorId: this.id, lotId: this.lotId, edgeId: this.edgeId };
    const arrivals = frames.map((frame) => ({ edge, topic: "test", payload: new Uint8Array(), frame }));
    const pool = openPool(process.env.DATABASE_URL!, { name: "test", max: 1 });
    await inTransaction(pool, (sql) => commitRecords(sql, arrivals)).finally(() => pool.end());
  }

  /** An open barrier somebody asked for. */
  async command(): Promise<string> {
    const ctx = checkLot(await this.asker("support"), "gate.open", this.lotId);
    return (await openGate(ctx, { laneId: "exit-1", reasonCode: "test" }, processSigningKey())).commandId;
  }

  async anomaly(): Promise<string> {
    const id = randomUUID();
    const data = { operatorId: this.id, lotId: this.lotId, id, kind: "test", key: id, detail: { n: 1 } };
    await this.db.anomaly.create({ data });
    return id;
  }

  async quarantine(): Promise<void> {
    const place = { operatorId: this.id, lotId: this.lotId, edgeId: this.edgeId };
    const payload = Buffer.from("no record\u0000");
    await this.db.quarantine.create({ data: { ...place, id: randomUUID(), topic: "t", reason: "malformed", payload } });
  }

  scenarioContent(expected: Scenario["expected"] = { decision: "release" }): Scenario {
    const at = Date.UTC(2027, 1, 6, 12);
    return { name: "A car comes in", given: { laneId: "entry-1", at, facts: { "plate.text": "LBS100" } }, expected };
  }

  async scenario(): Promise<string> {
    const id = randomUUID();
    const content = this.scenarioContent() as unknown as Prisma.InputJsonObject;
    await this.db.scenario.create({
      data: { operatorId: this.id, lotId: this.lotId, id, content, updatedName: "test" },
    });
    return id;
  }

  /** A backtest of the live version against itself, on a day long ago. */
  async backtest(): Promise<string> {
    const id = randomUUID();
    const { live } = await this.db.lot.findUniqueOrThrow({ where: { id: this.lotId }, include: { live: true } });
    const place = { operatorId: this.id, lotId: this.lotId, id };
    const span = { fromAt: new Date(0), toAt: new Date(86_400_000) };
    const of = { draftRevision: 1, bytes: live!.bytes, number: live!.number, createdName: "test" };
    await this.db.backtest.create({ data: { ...place, ...span, ...of } });
    return id;
  }

  /** A shared table, newly made of the lot's table and, unless told otherwise, used by the lot. */
  async sharedTable(isUsed = true): Promise<string> {
    const [tableId, operatorId] = [randomUUID(), this.id];
    const [content] = this.draft(500).tariff.rateTables;
    const { id: rateTableId, version: rateTableVersion } = content!;
    await this.db.sharedTable.create({
      data: { operatorId, id: tableId, name: tableId, currency: "EUR", minorUnitDigits: 2 },
    });
    await this.db.sharedTableVersion.create({
      data: {
        operatorId,
        tableId,
        number: 1,
        content: content as Prisma.InputJsonObject,
        note: "",
        createdName: "test",
      },
    });
    const place = { operatorId, lotId: this.lotId, rateTableId, rateTableVersion };
    await this.db.sharedTableUse.deleteMany({ where: place });
    if (isUsed) await this.db.sharedTableUse.create({ data: { ...place, tableId, number: 1 } });
    return tableId;
  }

  /** A shadow of the live version, on no edge yet. */
  async shadow(): Promise<string> {
    const id = randomUUID();
    const { liveNumber } = await this.db.lot.findUniqueOrThrow({ where: { id: this.lotId } });
    const place = { operatorId: this.id, lotId: this.lotId };
    await this.db.trial.updateMany({ where: { ...place, endedAt: null }, data: { endedAt: new Date() } });
    const of = { number: liveNumber!, draftRevision: 1, lanes: [], note: "walk", startedName: "test" };
    await this.db.trial.create({ data: { ...place, id, ...of } });
    return id;
  }

  /** A rollout of the live version that begins in an hour. */
  async plan(): Promise<string> {
    const id = randomUUID();
    const { liveNumber } = await this.db.lot.findUniqueOrThrow({ where: { id: this.lotId } });
    const when = { startAt: new Date(Date.now() + 3_600_000), holdMinutes: 0, guards: [], onFailure: "pause" };
    const by = { startedById: this.userIds.manager, startedName: "manager" };
    await this.db.rolloutPlan.create({ data: { operatorId: this.id, id, ...when, note: "walk", ...by } });
    const lot = { operatorId: this.id, planId: id, lotId: this.lotId };
    await this.db.rolloutPlanLot.create({ data: { ...lot, wave: 0, number: liveNumber! } });
    return id;
  }

  /** Somebody more who works here, with access to no lot yet. */
  async member(role: Role = "attendant"): Promise<string> {
    const email = `${randomBytes(4).toString("hex")}@${this.id}.example`;
    const userId = randomUUID();
    await this.db.user.create({ data: { id: userId, name: "Somebody", email } });
    await this.db.member.create({ data: { operatorId: this.id, userId, role } });
    return userId;
  }

  async #makePeopleAndLot(): Promise<void> {
    const { db, id, lotId } = this;
    await db.operator.create({ data: { id, name: id } });
    const lanes = [
      { id: "entry-1", name: "Entry 1", direction: "entry", position: 0 },
      { id: "exit-1", name: "Exit 1", direction: "exit", position: 1 },
    ] as const;
    const place = { name: lotId, timeZone: "Europe/Helsinki", country: "FI", approvalRequired: false };
    await db.lot.create({ data: { operatorId: id, id: lotId, ...place, lanes: { create: [...lanes] } } });
    const content = this.draft(500) as Prisma.InputJsonObject;
    await db.draft.create({ data: { operatorId: id, lotId, content, updatedName: "test" } });
    for (const role of roles) {
      this.userIds[role] = randomUUID();
      await db.user.create({ data: { id: this.userIds[role], name: role, email: this.email(role) } });
      await db.member.create({ data: { operatorId: id, userId: this.userIds[role], role, allLots: true } });
    }
  }

  async #enrol(): Promise<void> {
    const ctx = checkLot(await this.asker("owner"), "edge.enrol", this.lotId);
    const key = processSigningKey();
    const parts = {
      hashCredential: hashEdgeCredential,
      pointEdge: (tx: Prisma.TransactionClient, target: Parameters<typeof pointEdge>[2]) => pointEdge(tx, key, target),
    };
    this.edgeId = (await enrolEdge(ctx, { name: "Edge" }, parts)).edgeId;
  }
}
