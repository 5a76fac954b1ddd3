import type { Role } from "#prisma/client/enums.ts";
import type { Db } from "#prisma/db.ts";

/** The person who asks. */
export type Actor = { readonly userId: string; readonly name: string; readonly email: string };

export type VisibleLot = {
  readonly operatorId: string;
  readonly operatorName: string;
  readonly lotId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly country: string;
  readonly role: Role;
};

export type Membership = {
  readonly operatorId: string;
  readonly operatorName: string;
  readonly role: Role;
  /** Sees also what belongs to no single lot, and lots added later. */
  readonly seesAllLots: boolean;
  readonly lots: readonly VisibleLot[];
};

/** Everything that one person may see, by operator. */
export type Access = readonly Membership[];

type Row = {
  operator_id: string;
  operator_name: string;
  role: Role;
  sees_all: boolean;
  lot_id: string | null;
  lot_name: string;
  time_zone: string;
  country: string;
};

/** Reads what a person may see. An owner sees every lot of the operator. */
export async function loadAccess(db: Db, userId: string): Promise<Access> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT m.operator_id, o.name AS operator_name, m.role::text AS role, m.all_lots OR m.role = 'owner' AS sees_all,
           l.id AS lot_id, l.name AS lot_name, l.time_zone, l.country
    FROM member m
    JOIN operator o ON o.id = m.operator_id
    LEFT JOIN lot l ON l.operator_id = m.operator_id AND (m.all_lots OR m.role = 'owner' OR EXISTS (
      SELECT 1 FROM member_lot s
      WHERE s.operator_id = m.operator_id AND s.user_id = m.user_id AND s.lot_id = l.id))
    WHERE m.user_id = ${userId}
    ORDER BY o.name, m.operator_id, l.name, l.id`;
  const memberships = new Map<string, Membership & { lots: VisibleLot[] }>();
  for (const row of rows) {
    const membership = memberships.get(row.operator_id) ?? newMembership(row);
    memberships.set(row.operator_id, membership);
    if (row.lot_id !== null) membership.lots.push(visibleLot(row, row.lot_id));
  }
  return [...memberships.values()];
}

function newMembership(row: Row): Membership & { lots: VisibleLot[] } {
  const { operator_id: operatorId, operator_name: operatorName, role, sees_all: seesAllLots } = row;
  return { operatorId, operatorName, role, seesAllLots, lots: [] };
}

function visibleLot(row: Row, lotId: string): VisibleLot {
  return {
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    lotId,
    name: row.lot_name,
    timeZone: row.time_zone,
    country: row.country,
    role: row.role,
  };
}
