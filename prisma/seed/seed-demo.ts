import type { SigningKey } from "#contracts/signature.ts";
import { enrolEdge } from "#server/fleet/enrol-edge.ts";
import { renewCredential } from "#server/fleet/renew-credential.ts";
import { loadAccess } from "#server/identity/access.ts";
import { checkLot } from "#server/identity/check-access.ts";
import { makePerson } from "#server/identity/make-person.ts";
import { hashEdgeCredential } from "#server/link/edge-credential.ts";
import { publishBundle } from "#server/publish/publish-bundle.ts";
import { pointEdge } from "#server/publish/start-rollout.ts";
import { decideByOracle } from "#server/report/oracle.ts";
import type { Prisma } from "../client/client.ts";
import { Role } from "../client/enums.ts";
import { type Db, openDb } from "../db.ts";
import { type DemoLot, type DemoOperator, demoOperators } from "./demo-lots.ts";
import { type Addresses, keepEdgeConfig, setAsideOtherEdges } from "./edge-config.ts";

export type SeedOptions = {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Password of each demo person by e-mail address; the word before the @ is the role. */
  readonly demoPasswords: Readonly<Record<string, string>>;
  readonly signingKey: SigningKey;
} & Addresses;

type Asker = {
  db: Db;
  actor: { userId: string; name: string; email: string };
  access: Awaited<ReturnType<typeof loadAccess>>;
};

/**
 * The demo data: an operator with five people and two lots, one of them with an edge that runs its first bundle, and
 * another operator. What is there stays as it is, so every start may run it; the edge's enrolment file follows the
 * addresses of this start. Returns the enrolment files.
 */
export async function seedDemo(options: SeedOptions): Promise<{ edgeConfigFiles: string[] }> {
  const db = openDb(options.databaseUrl);
  try {
    const operators = demoOperators();
    for (const operator of operators) await keepOperator(db, operator, options.demoPasswords);
    const edgeConfigFiles: string[] = [];
    for (const operator of operators.filter((each) => each.hasPeople)) {
      const asker = await ownerOf(db, operator.id);
      for (const lot of operator.lots) {
        const file = await keepEdge(asker, lot, options);
        if (file) edgeConfigFiles.push(file);
        await keepFirstBundle(asker, lot, options.signingKey);
      }
    }
    setAsideOtherEdges(options.dataDir, edgeConfigFiles);
    return { edgeConfigFiles };
  } finally {
    await db.$disconnect();
  }
}

async function keepOperator(
  db: Db,
  operator: DemoOperator,
  passwords: Readonly<Record<string, string>>,
): Promise<void> {
  await db.$transaction(
    async (tx) => {
      const { id, name } = operator;
      await tx.operator.upsert({ where: { id }, create: { id, name }, update: {} });
      for (const lot of operator.lots) await keepLot(tx, id, lot);
      if (!operator.hasPeople) return;
      for (const [email, password] of Object.entries(passwords)) await keepPerson(tx, id, email, password);
    },
    { timeout: 30_000 },
  );
}

async function keepLot(tx: Prisma.TransactionClient, operatorId: string, lot: DemoLot): Promise<void> {
  const { id, name, timeZone, country, lanes, draft } = lot;
  if (await tx.lot.findUnique({ where: { id } })) return;
  await tx.lot.create({
    data: {
      operatorId,
      id,
      name,
      timeZone,
      country,
      approvalRequired: false, // whoever tries the demo is alone
      lanes: { create: lanes.map((lane, position) => ({ ...lane, position })) },
    },
  });
  const content = draft as Prisma.InputJsonObject;
  await tx.draft.create({ data: { operatorId, lotId: id, content, updatedName: "Liftgate" } });
}

async function keepPerson(
  tx: Prisma.TransactionClient,
  operatorId: string,
  email: string,
  password: string,
): Promise<void> {
  if (await tx.user.findUnique({ where: { email } })) return;
  const role = Object.values(Role).find((known) => email.startsWith(`${known}@`));
  if (!role) throw new Error(`no role is named in ${email}`);
  const name = `${role[0]!.toUpperCase()}${role.slice(1)} (demo)`;
  const userId = await makePerson(tx, { name, email, password });
  await tx.member.create({ data: { operatorId, userId, role, allLots: true } });
}

/** The owner does what follows, through the same checks and with the same trail as anybody. */
async function ownerOf(db: Db, operatorId: string): Promise<Asker> {
  const { user } = await db.member.findFirstOrThrow({
    where: { operatorId, role: "owner" },
    include: { user: true },
    orderBy: { createdAt: "asc" },
  });
  const { id: userId, name, email } = user;
  return { db, actor: { userId, name, email }, access: await loadAccess(db, userId) };
}

async function keepEdge(asker: Asker, lot: DemoLot, options: SeedOptions): Promise<string | null> {
  if (lot.edgeName === null) return null;
  const ctx = checkLot(asker, "edge.enrol", lot.id);
  const known = await asker.db.edge.findFirst({ where: { lotId: lot.id }, orderBy: { enrolledAt: "asc" } });
  const parts = {
    hashCredential: hashEdgeCredential,
    pointEdge: (tx: Prisma.TransactionClient, target: Parameters<typeof pointEdge>[2]) =>
      pointEdge(tx, options.signingKey, target),
  };
  const enrolled = known ? null : await enrolEdge(ctx, { name: lot.edgeName }, parts);
  const edgeId = enrolled?.edgeId ?? known!.id;
  const newPassword = async () => {
    const reason = "its enrolment file was lost";
    return (await renewCredential(ctx, { edgeId, reason }, hashEdgeCredential)).password;
  };
  const password = enrolled ? async () => enrolled.password : newPassword;
  return keepEdgeConfig({ ...options, publicKey: options.signingKey.publicKey, edgeId, lot, password });
}

async function keepFirstBundle(asker: Asker, lot: DemoLot, key: SigningKey): Promise<void> {
  const { db } = asker;
  const { liveNumber } = await db.lot.findUniqueOrThrow({ where: { id: lot.id }, select: { liveNumber: true } });
  if (liveNumber !== null) return;
  const ctx = checkLot(asker, "bundle.publish", lot.id);
  const { operatorId, lotId } = ctx.lot;
  const { revision } = await db.draft.findUniqueOrThrow({ where: { operatorId_lotId: { operatorId, lotId } } });
  await publishBundle(ctx, { revision, note: "First prices and rules" }, { key, decideByOracle });
}
