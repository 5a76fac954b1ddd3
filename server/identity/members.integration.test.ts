import { verifyPassword } from "better-auth/crypto";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openDb } from "#prisma/db.ts";
import { TestOperator } from "../trpc/testing/test-operator.ts";
import { loadAccess } from "./access.ts";
import { addMember } from "./add-member.ts";
import { checkOperator } from "./check-access.ts";
import { readMembers } from "./read-members.ts";
import { removeMember } from "./remove-member.ts";
import { renewPassword } from "./renew-password.ts";
import { setMemberLots } from "./set-member-lots.ts";
import { setMemberRole } from "./set-member-role.ts";

const db = openDb(process.env.DATABASE_URL!);
let at: TestOperator;

afterAll(() => db.$disconnect());
beforeEach(async () => {
  at = await TestOperator.make(db);
});

const managing = async () => checkOperator(await at.asker("owner"), "member.manage", at.id);

test("the last owner can neither leave nor become something else, even when two owners leave at once", async () => {
  const { owner } = at.userIds;
  await expect(removeMember(await managing(), { userId: owner })).rejects.toMatchObject({ code: "conflict" });
  const demote = setMemberRole(await managing(), { userId: owner, role: "auditor" });
  await expect(demote).rejects.toMatchObject({ code: "conflict" });
  const second = await at.member("owner");
  const leave = async (userId: string) => removeMember(await managing(), { userId });
  const results = await Promise.allSettled([leave(owner), leave(second)]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await db.member.count({ where: { operatorId: at.id, role: "owner" } })).toBe(1);
});

test("a role and the lots that a member sees count from the next request on", async () => {
  const userId = await at.member("support");
  const seen = async () =>
    (await loadAccess(db, userId)).flatMap(({ role, lots }) => [role, ...lots.map((lot) => lot.lotId)]);
  expect(await seen()).toEqual(["support"]);
  await setMemberLots(await managing(), { userId, allLots: false, lotIds: [at.lotId, at.lotId] });
  expect(await seen()).toEqual(["support", at.lotId]);
  await setMemberRole(await managing(), { userId, role: "manager" });
  await setMemberLots(await managing(), { userId, allLots: true, lotIds: [] });
  expect(await seen()).toEqual(["manager", at.lotId]);
  await removeMember(await managing(), { userId });
  expect(await seen()).toEqual([]);
});

test("somebody who works for another operator already is added with the account that they have", async () => {
  const other = await TestOperator.make(db);
  const person = { email: other.email("support").toUpperCase(), name: "Both", lotIds: [], allLots: true };
  const added = await addMember(await managing(), { ...person, role: "support" });
  expect(added).toEqual({ userId: other.userIds.support, password: null });
  const again = addMember(await managing(), { ...person, role: "support" });
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  const listed = await readMembers(await managing());
  expect(listed.find((member) => member.userId === added.userId)).toMatchObject({ role: "support", allLots: true });
  expect((await loadAccess(db, added.userId)).map((membership) => membership.operatorId).sort()).toEqual(
    [at.id, other.id].sort(),
  );
});

test("a lost password is renewed, ends what is open, and never opens another operator", async () => {
  const { userId, password } = await addMember(await managing(), {
    ...{ email: `lost@${at.id}.example`, name: "Lost", role: "support", allLots: true, lotIds: [] },
  });
  const expiresAt = new Date(Date.now() + 60_000);
  await db.authSession.create({ data: { id: `open-${userId}`, userId, token: `token-${userId}`, expiresAt } });
  const renewed = await renewPassword(await managing(), { userId });
  const { password: hash } = await db.authAccount.findFirstOrThrow({ where: { userId } });
  const opens = (tried: string) => verifyPassword({ hash: hash!, password: tried });
  expect([await opens(renewed.password), await opens(password!)]).toEqual([true, false]);
  expect(await db.authSession.count({ where: { userId } })).toBe(0);
  const trail = JSON.stringify(await db.auditEntry.findMany({ where: { operatorId: at.id } }));
  expect(trail).not.toContain(renewed.password);
  const other = await TestOperator.make(db);
  const both = { email: other.email("support"), name: "Both", role: "support" as const, allLots: true, lotIds: [] };
  const shared = await addMember(await managing(), both);
  const refused = renewPassword(await managing(), { userId: shared.userId });
  await expect(refused).rejects.toMatchObject({ code: "conflict" });
});

test("no row can point across operators, not even by hand", async () => {
  const other = await TestOperator.make(db);
  const userId = await at.member("support");
  const lots = db.memberLot.create({ data: { operatorId: at.id, userId, lotId: other.lotId } });
  await expect(lots).rejects.toMatchObject({ code: "P2003" });
  const pointer = db.edgePointer.updateMany({ where: { edgeId: other.edgeId }, data: { operatorId: at.id } });
  await expect(pointer).rejects.toMatchObject({ code: "P2003" });
  const live = db.lot.update({ where: { id: at.lotId }, data: { liveNumber: 99 } });
  await expect(live).rejects.toMatchObject({ code: "P2003" });
});
